// Looks at what package-lock.json brings along: install scripts, deprecated packages, licences, hashes.
// Takes the folder of a project; without it, this one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = process.argv[2] ?? join(import.meta.dirname, '..');

/** Licences that ask for no more than to be named, so that whoever runs the server owes nothing. */
const LICENCES = ['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'PostgreSQL'];

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const installed = Object.entries(packages)
  .filter(([path]) => path !== '')
  .map(([path, about]) => ({ name: path.split('node_modules/').at(-1), ...about }));
const listed = namesInTable(readFileSync(join(root, 'SECURITY.md'), 'utf8'));

const complaints = [
  ...installed
    .filter(({ name, hasInstallScript }) => hasInstallScript && !listed.some((pattern) => matches(pattern, name)))
    .map(
      ({ name }) =>
        `"${name}" runs a script when it is installed. Read it, then add the package and the reason to the table in SECURITY.md, or do without the package.`,
    ),
  ...listed
    .filter((pattern) => !installed.some(({ name, hasInstallScript }) => hasInstallScript && matches(pattern, name)))
    .map((pattern) => `No package "${pattern}" runs a script when it is installed. Remove its row in SECURITY.md.`),
  ...installed
    .filter(({ deprecated }) => deprecated)
    .map(
      ({ name, version, deprecated }) =>
        `"${name}" ${version} is deprecated: "${deprecated}" See "npm ls ${name}" for what needs it; update or replace that.`,
    ),
  ...installed
    .filter(({ dev, license }) => !dev && !isAllowed(license))
    .map(
      ({ name, license }) =>
        `"${name}" has the licence "${license ?? ''}"; accepted are ${LICENCES.join(', ')}. Replace the package, or have the licence read and add it to scripts/supply.mjs.`,
    ),
  ...installed
    .filter(({ link, integrity }) => !link && !integrity)
    .map(
      ({ name }) => `"${name}" has no hash in package-lock.json. Install it from a registry, so that npm can check it.`,
    ),
];
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;

/** The packages that the table names, a row each: | `name` | reason |. */
function namesInTable(text) {
  return [...text.matchAll(/^\| `([^`]+)` +\| +[^| ]/gm)].map(([, name]) => name);
}

/** A name, or a scope: "@scope/*". */
function matches(pattern, name) {
  return pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** Of licences joined by AND all are needed, of those joined by OR one is enough. */
function isAllowed(expression = '') {
  const alternatives = expression.replace(/[()]/g, '').split(' OR ');
  return alternatives.some((all) => all.split(' AND ').every((licence) => LICENCES.includes(licence)));
}
