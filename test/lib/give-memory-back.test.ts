import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../src/lib/project-root';

const MODULE = JSON.stringify(join(projectRoot(), 'dist', 'src', 'lib', 'give-memory-back.js'));

/** What a process of its own writes, and that it came to its end. */
async function run(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { timeout: 60_000 });
  return stdout;
}

describe('a process that gives memory back', () => {
  it('collects its young objects while it does nothing', async () => {
    const program = `
      const { constants, PerformanceObserver } = require('node:perf_hooks');
      require(${MODULE}).giveMemoryBack(10);
      setInterval(() => undefined, 1_000);
      new PerformanceObserver((list) => {
        const kinds = list.getEntries().map(({ detail }) => detail.kind);
        if (!kinds.includes(constants.NODE_PERFORMANCE_GC_MINOR)) return;
        console.log('collected');
        process.exit();
      }).observe({ entryTypes: ['gc'] });`;
    expect(await run(program)).toBe('collected\n');
  });

  it('ends as soon as it has nothing else to do', async () => {
    expect(await run(`require(${MODULE}).giveMemoryBack(10); console.log('done');`)).toBe('done\n');
  });
});
