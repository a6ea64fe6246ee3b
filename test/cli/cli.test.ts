import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../support/running-program';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { SAMPLE } from '../support/test-server';

const CLI = join(__dirname, '../../dist/src/cli.js');

describe('daily-papers', () => {
  let database: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'daily-papers-cli-'));
  });

  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const run = (...args: string[]) => runCommand(args, { DATABASE_URL: database.url });

  it.each([
    [],
    ['import'],
    ['papers', 'merge'],
    ['users', 'create'],
    ['tokens', 'create'],
    ['serve'],
    ['migrate'],
    ['index'],
    ['embed'],
    ['doctor'],
    ['schema'],
  ])('explains %j', async (...words) => {
    const help = await run(...words, '--help');
    expect(help.status).toBe(0);
    expect(help.stdout).toContain(`Usage: daily-papers ${words.join(' ')}`.trim());
  });

  it('ends well where nobody reads all that it says', () => {
    const { status, stderr } = spawnSync(
      'bash',
      ['-o', 'pipefail', '-c', '"$0" "$1" schema | head -n 1'].concat(process.execPath, CLI),
      {
        encoding: 'utf8',
      },
    );
    expect([status, stderr]).toEqual([0, '']);
  });

  it('makes people and tokens, lists and revokes them', async () => {
    expect(await run('users', 'create', 'ada', '--role', 'moderator')).toMatchObject({
      status: 0,
      stdout: 'Made ada; the role is moderator.\n',
    });
    expect(await run('users', 'role', 'ada', 'admin')).toMatchObject({
      status: 0,
      stdout: 'The role of ada is admin now.\n',
    });

    const created = await run('tokens', 'create', 'ada', '--scopes', 'read,vote', '--expires', 'never');
    expect(created.stdout).toMatch(/^dp_[0-9A-Za-z]{36}\n$/);
    expect(created.stderr).toContain('does not expire');

    const [token] = JSON.parse((await run('tokens', 'list', 'ada', '--json')).stdout) as {
      number: number;
      scopes: string[];
    }[];
    expect(token).toMatchObject({ handle: 'ada', scopes: ['read', 'vote'], expiresAt: null, revokedAt: null });
    expect(token).toMatchObject({ lastUsedAt: null });
    expect((await run('tokens', 'list')).stdout).toContain('was never used');
    await database.database.pool.query(`update access_tokens set last_used_at = '2025-12-10T09:30:00Z'`);
    expect((await run('tokens', 'list')).stdout).toContain('was last used on 2025-12-10');
    expect(JSON.stringify(token)).not.toContain(created.stdout.trim());

    expect(await run('tokens', 'revoke', String(token?.number))).toMatchObject({ status: 0 });
    expect((await run('tokens', 'list')).stdout).toContain('was revoked on');
  });

  it('suspends people and lifts that', async () => {
    expect(await run('users', 'suspend', 'ada', '--reason', 'Insults.')).toMatchObject({
      status: 0,
      stdout: 'ada is suspended until somebody lifts it.\n',
    });
    const again = await run('users', 'suspend', 'ada', '--reason', 'Insults.', '--for', '7d', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({
      handle: 'ada',
      reason: 'Insults.',
      endsAt: expect.stringMatching(/Z$/) as unknown,
    });
    const { rows } = await database.database.pool.query('select reason, suspended_by from suspensions order by id');
    expect(rows).toEqual([1, 2].map(() => ({ reason: 'Insults.', suspended_by: null })));
    expect(await run('users', 'unsuspend', 'ada')).toMatchObject({
      status: 0,
      stdout: 'ada is not suspended any more.\n',
    });
    expect((await database.database.pool.query('select 1 from suspensions where lifted_at is null')).rows).toEqual([]);
  });

  it.each([
    [['users', 'create', 'Ada Lovelace'], '"Ada Lovelace" cannot be a handle'],
    [['users', 'suspend', 'nobody', '--reason', 'x'], 'Nobody has the handle "nobody"'],
    [['users', 'suspend', 'ada'], "required option '--reason <reason>'"],
    [['users', 'suspend', 'ada', '--reason', ' '], 'a reason takes 1 to 1000'],
    [['users', 'suspend', 'ada', '--reason', 'x', '--for', 'ever'], '"ever" is no life time'],
    [['users', 'create', 'grace', '--role', 'queen'], 'Allowed choices are member, moderator, admin'],
    [['tokens', 'create', 'nobody'], 'Nobody has the handle "nobody"'],
    [['tokens', 'create', 'ada', '--scopes', 'fly'], '"fly" is no scope'],
    [['tokens', 'create', 'ada', '--expires', 'soon'], '"soon" is no life time'],
    [['tokens', 'revoke', 'x'], '"x" is no number'],
    [['tokens', 'revoke', '999999'], 'There is no access token 999999'],
    [['import', 'not-there.txt'], 'not-there.txt'],
    [['papers', 'merge', '2601.99999', 'nowhere'], 'There is no paper "2601.99999"; an arXiv id, a DOI'],
    [['import', SAMPLE, '--as-of', '2025-02-30'], '2025-02-30'],
    [['frobnicate'], "unknown command 'frobnicate'"],
  ])('refuses %j in a sentence and with a status', async (words, sentence) => {
    const refused = await run(...words);

    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toContain(sentence);
    expect(refused.stderr).not.toMatch(/\n\s+at /);
  });

  it('imports files, and says what came of them', async () => {
    const dry = await run('import', SAMPLE, '--dry-run', '--json');
    expect(JSON.parse(dry.stdout)).toEqual({ added: 36, changed: 0, unchanged: 0, refused: 0, unreadable: 0 });

    const first = await run('import', SAMPLE);
    expect(first).toMatchObject({ status: 0, stdout: '36 added, 0 changed, 0 unchanged, 0 refused.\n' });
    expect(first.stderr).toContain('36 added');

    const again = await run('import', SAMPLE);
    expect(again.stdout).toBe('0 added, 0 changed, 36 unchanged, 0 refused.\n');
  });

  it('names refused records and unreadable files, imports the rest, and ends with 1', async () => {
    const lines = join(folder, '2026-01-05.jsonl');
    const line = (id: string) =>
      JSON.stringify({
        id,
        title: `On ${id}`,
        summary: 'S',
        authors: ['A B'],
        categories: ['cs.LG'],
        abs: '',
        pdf: '',
        comment: null,
      });
    await writeFile(lines, `${line('2601.00001')}\n${line('not-an-id')}\n${line('2601.00002')}\n`);
    const broken = join(folder, 'broken.json');
    await writeFile(broken, '[{"paper": {"id": "2601.0000');

    const { status, stdout, stderr } = await run('import', broken, lines);

    expect(status).toBe(1);
    expect(stdout).toBe('2 added, 0 changed, 0 unchanged, 1 refused; 1 file could not be read.\n');
    expect(stderr).toContain(`${lines}, line 2: refused:`);
    expect(stderr).toContain('not-an-id');
    expect(stderr).toContain('broken.json');
  });

  it('makes one paper of two, named in any spelling', async () => {
    const words = ['papers', 'merge', 'https://papers.example/papers/on-2601-00002', 'arXiv:2601.00001v3'];
    const refused = await run(...words);
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toBe('2601.00002 and 2601.00001 are ids of two works; papers of one work are expected.\n');

    const { rows } = await database.database.pool.query<{ slug: string; title: string }>(
      'select slug, title from papers where arxiv_id is null order by id limit 1',
    );
    const [{ slug, title }] = rows as [{ slug: string; title: string }];
    const rehearsed = await run('papers', 'merge', slug, '2601.00001', '--dry-run');
    expect(rehearsed.stdout).toBe(
      `Nothing was changed. It would be: "${title}" (${slug}) into "On 2601.00001" (on-2601-00001).\n` +
        'Moved: reports 1, upvotes 0, comments 0, links 0, submissions 1, claims 0. Voted for both, and count once: 0.\n',
    );
    const merged = await run('papers', 'merge', slug, 'https://doi.org/10.48550/arXiv.2601.00001', '--json');
    expect(JSON.parse(merged.stdout)).toEqual({
      from: slug,
      into: 'on-2601-00001',
      reports: 1,
      upvotes: 0,
      doubleUpvotes: 0,
      comments: 0,
      links: 0,
      submissions: 1,
      claims: 0,
    });
    const again = await run('papers', 'merge', slug, 'on-2601-00001');
    expect(again.stderr).toBe('Both name the same paper; two papers are expected.\n');
  });
});
