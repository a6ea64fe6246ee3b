import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SCRIPT = join(__dirname, '../../scripts/supply.mjs');
const SOUND = { version: '1.0.0', license: 'MIT', integrity: 'sha512-x' };
const TABLE = '| package | why |\n| --- | --- |\n| `@built/*` | It must be built. |\n';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'daily-papers-supply-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** What the script says of a project that needs a sound package, and this one. */
function complaintsOf(name: string, about: object, table = TABLE): string {
  const packages = {
    '': { name: 'ours', hasInstallScript: true },
    'node_modules/@built/binary': { ...SOUND, hasInstallScript: true },
    [`node_modules/parent/node_modules/${name}`]: { ...SOUND, ...about },
  };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
  writeFileSync(join(folder, 'SECURITY.md'), table);
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, folder], { encoding: 'utf8' });
  expect(status).toBe(stderr ? 1 : 0);
  return stderr;
}

describe('scripts/supply', () => {
  it.each([
    ['@built/other', { hasInstallScript: true }],
    ['free', { license: '(GPL-3.0 OR MIT)' }],
    ['both', { license: '(MIT AND BSD-3-Clause)' }],
    ['tool', { dev: true, license: 'GPL-3.0' }],
  ])('takes "%s" with %j', (name, about) => {
    expect(complaintsOf(name, about)).toBe('');
  });

  it.each([
    ['runs', { hasInstallScript: true }, /^"runs" runs a script when it is installed\. Read it, then add/],
    ['built', { hasInstallScript: true }, /^"built" runs a script/],
    ['old', { deprecated: 'Use new.' }, /^"old" 1\.0\.0 is deprecated: "Use new\." See "npm ls old"/],
    ['viral', { license: '(MIT AND GPL-3.0)' }, /^"viral" has the licence "\(MIT AND GPL-3\.0\)"; accepted are 0BSD,/],
    ['unknown', { license: undefined }, /^"unknown" has the licence "";/],
    ['loose', { integrity: undefined }, /^"loose" has no hash/],
  ])('complains about "%s" with %j', (name, about, sentence) => {
    expect(complaintsOf(name, about)).toMatch(sentence);
  });

  it('wants rows of packages that are gone removed', () => {
    expect(complaintsOf('sound', {}, `${TABLE}| \`gone\` | It was needed. |\n`)).toBe(
      'No package "gone" runs a script when it is installed. Remove its row in SECURITY.md.\n',
    );
  });
});
