import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../src/lib/project-root';

const MODULE = JSON.stringify(join(projectRoot(), 'dist', 'src', 'lib', 'give-memory-back.js'));

/** What a process of its own writes, and that it came to its end; V8 writes that it does not know an option. */
async function run(program: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['-e', program], { timeout: 60_000 });
  return stdout + stderr;
}

describe('a process that gives memory back', () => {
  it('collects once it became idle, and not while it works', async () => {
    const program = `
      const { constants, PerformanceObserver } = require('node:perf_hooks');
      require(${MODULE}).giveMemoryBack(50);
      let isBusy = true;
      new PerformanceObserver((list) => {
        for (const { detail } of list.getEntries()) {
          // On Node.js 24 it is a major one, and before a minor one that is marked as asked for.
          const { kind, flags } = detail;
          if (kind !== constants.NODE_PERFORMANCE_GC_MAJOR && flags !== constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) continue;
          console.log(isBusy ? 'busy' : 'idle');
          process.exit();
        }
      }).observe({ entryTypes: ['gc'] });
      const until = Date.now() + 500;
      const work = () => {
        if (Date.now() < until) return setImmediate(work);
        isBusy = false;
        setInterval(() => undefined, 1_000);
      };
      work();`;
    expect(await run(program)).toBe('idle\n');
  });

  it('ends as soon as it has nothing else to do', async () => {
    expect(await run(`require(${MODULE}).giveMemoryBack(10); console.log('done');`)).toBe('done\n');
  });
});
