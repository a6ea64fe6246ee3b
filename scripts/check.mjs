// The whole gate, a step at a time. Each step says what mends it; all run, so that one look shows everything.
import { spawnSync } from 'node:child_process';
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
  ['tests', 'jest', 'Correct the code, or the test where it is the one that is wrong.'],
];

// The tests may be run before, by themselves: "npm run check -- --without-tests".
const wanted = process.argv.includes('--without-tests') ? steps.filter(([name]) => name !== 'tests') : steps;

run('node scripts/build.mjs');
const failed = wanted.filter(([name, command, remedy]) => {
  const succeeded = run(command);
  console.log(succeeded ? `✓ ${name}` : `✗ ${name}\n  ${remedy}`);
  return !succeeded;
});
console.log(
  failed.length
    ? `${failed.length} of ${wanted.length} steps failed: ${failed.map(([name]) => name).join(', ')}`
    : 'All is well.',
);
process.exitCode = failed.length ? 1 : 0;

function run(command) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(process.platform === 'win32' ? ';' : ':');
  return (
    spawnSync(command, { cwd: root, shell: true, stdio: 'inherit', env: { ...process.env, PATH: path } }).status === 0
  );
}
