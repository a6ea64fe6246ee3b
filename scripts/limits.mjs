// Writes docs/limits.md from the limits that the code holds; with --check, compares them instead.
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, '..');
const file = join(root, 'docs/limits.md');
const { LIMIT_GROUPS } = require(join(root, 'dist/src/graphql/limits.js'));

const text = await format(document(), { ...(await resolveConfig(file)), parser: 'markdown' });
if (!process.argv.includes('--check')) {
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('The limits of the code are not those in docs/limits.md.');
  process.exitCode = 1;
}

function document() {
  const tables = Object.entries(LIMIT_GROUPS).map(([group, limits]) => `## ${group}\n\n${table(limits)}`);
  return `# Limits

What a request may be. A refusal has the code \`LIMIT_EXCEEDED\` and \`extensions.limit { name value requested }\`; one for coming too
early has \`RATE_LIMITED\`, \`remaining\` in that limit as well, and \`extensions.retryAfterSeconds\`. Each limit is changed by its variable. This file is made of the code's own numbers (\`npm run limits:write\`).

${tables.join('\n\n')}
`;
}

function table(limits) {
  const rows = Object.entries(limits).map(
    ([name, { variable, value, counts, reason }]) =>
      `| \`${name}\` | ${value.toLocaleString('en')} ${counts} | \`${variable}\` | ${reason} |`,
  );
  return ['| name | limit | variable | why |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
