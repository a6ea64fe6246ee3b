// The whole gate, step by step. Each step says what mends it; all run, so that one look shows everything.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Name, command, and what to do when it fails. */
const steps = [
  ['format', 'prettier --check --log-level warn .', 'Run "npm run format".'],
  ['types', 'tsc --noEmit -p .', 'Correct the types at the places above.'],
  ['types of GraphiQL', 'tsc --noEmit -p graphiql', 'Correct the types at the places above.'],
  [
    'lint',
    'eslint --max-warnings 0 src test migrations graphiql',
    'Correct the places above; "npx eslint --fix src test" mends some by itself.',
  ],
  [
    'imports',
    'depcruise src --config .dependency-cruiser.cjs',
    'Move what is shared down, or change the table in .dependency-cruiser.cjs and say why in ARCHITECTURE.md.',
  ],
  ['dead code', 'knip', 'Remove what is listed above: files, exports or packages that nothing uses.'],
  ['schema', 'node scripts/check-schema.mjs', 'Run "npm run schema:write", look at the difference and commit it.'],
  ['limits', 'node scripts/limits.mjs --check', 'Run "npm run limits:write", look at the difference and commit it.'],
  ['supply', 'node scripts/supply.mjs', 'Do what the sentences above say.'],
  ['advisories', 'node scripts/advisories.mjs', 'Update or replace the packages above.'],
  ['tests', 'jest', 'Correct the code, or the test where it is the one that is wrong.'],
];

const failed = [];
await run('node scripts/build.mjs', 'inherit');
// Most steps keep one core busy, so two run at a time.
const waiting = steps.filter(([name]) => name !== 'tests');
await Promise.all([performAll(waiting), performAll(waiting)]);
// The tests may be run before, by themselves: "npm run check -- --without-tests".
if (!process.argv.includes('--without-tests')) await perform(steps.at(-1), 'inherit');

console.log(failed.length ? `Failed: ${failed.join(', ')}` : 'All is well.');
process.exitCode = failed.length ? 1 : 0;

async function performAll(waiting) {
  for (let step = waiting.shift(); step; step = waiting.shift()) await perform(step, 'pipe');
}

/** Runs a step and prints what it said at once, so that steps side by side do not mix their lines. */
async function perform([name, command, remedy], output) {
  const { succeeded, said } = await run(command, output);
  if (!succeeded) failed.push(name);
  console.log(said + (succeeded ? `✓ ${name}` : `✗ ${name}\n  ${remedy}`));
}

async function run(command, output) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(process.platform === 'win32' ? ';' : ':');
  const env = { ...process.env, PATH: path };
  const child = spawn(command, { cwd: root, shell: true, stdio: ['ignore', output, output], env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += chunk));
  const [status] = await once(child, 'close');
  return { succeeded: status === 0, said };
}
