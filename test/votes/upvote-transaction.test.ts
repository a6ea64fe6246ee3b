import { Fixtures, idsOf, upTo } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { randomNumbers } from '../support/random-numbers';
import { startTestServer, TestServer } from '../support/test-server';
import { vote } from './vote-client';

let server: TestServer;
let papers: number[];
let paperIds: string[];
beforeEach(async () => {
  server = await startTestServer();
  papers = await new Fixtures(server.database).papers(upTo(5).map((importedUpvotes) => ({ importedUpvotes })));
  paperIds = idsOf('Paper', papers);
});
afterEach(() => server.close());

async function rows<Row extends object>(sql: string): Promise<Row[]> {
  return (await server.database.pool.query<Row>(sql)).rows;
}

describe('a vote', () => {
  it('and its change are written by one transaction', async () => {
    const token = await server.signUp('ada');
    await vote(server, 'upvotePaper', paperIds[0] ?? '', token);
    const [written] = await rows(`
      select kind, actor_id, subject_type, subject_id, c.paper_id, transaction_id % (2 ^ 32)::bigint = u.xmin::text::bigint as together
      from changes c, upvotes u`);
    const paper = papers[0] ?? 0;
    expect(written).toEqual({
      kind: 'PAPER_UPVOTED',
      actor_id: 1,
      subject_type: 'Paper',
      subject_id: `${paper}`,
      paper_id: paper,
      together: true,
    });
  });

  it('is not there where its change cannot be written, and nothing leaves of why', async () => {
    const token = await server.signUp('ada');
    await server.database.pool.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'the secret reason'; end $$;
      create trigger refuse before insert on changes execute function refuse();`);
    const answer = await vote(server, 'upvotePaper', paperIds[0] ?? '', token);
    expect(answer.data).toEqual({ answer: null });
    expect(answer.errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify(answer)).not.toMatch(/secret|refuse|upvotes|insert/);
    expect(await rows('select * from upvotes')).toEqual([]);
    await expectCountsToHold(server.database);
  });
});

describe('votes for a paper whose metadata somebody changes', () => {
  it('wait for nobody', async () => {
    const token = await server.signUp('ada');
    const holder = await server.database.pool.connect();
    await holder.query('begin');
    // As an import does that gives it an id.
    await holder.query('select from papers where id = $1 for update', [papers[0]]);
    const answer = await vote(server, 'upvotePaper', paperIds[0] ?? '', token);
    await holder.query('rollback');
    holder.release();
    expect(answer.errors).toBeUndefined();
    expect(await rows('select paper_id as paper from upvotes')).toEqual([{ paper: papers[0] }]);
  });
});

describe('votes for a paper that somebody holds', () => {
  it('leave connections to those for other papers', async () => {
    const token = await server.signUp('ada');
    const holder = await server.database.pool.connect();
    await holder.query('begin');
    await holder.query('select from paper_stats where paper_id = $1 for update', [papers[0]]);
    const waiting: Promise<unknown>[] = [];
    // More than there are connections.
    for (const number of upTo(15)) {
      waiting.push(vote(server, 'upvotePaper', paperIds[0] ?? '', await server.signUp(`voter-${number}`)));
    }
    const { data } = await vote(server, 'upvotePaper', paperIds[1] ?? '', token);
    expect(data?.answer?.paper?.viewerHasUpvoted).toBe(true);
    await holder.query('commit');
    holder.release();
    await Promise.all(waiting);
    expect(await rows('select from upvotes')).toHaveLength(16);
    await expectCountsToHold(server.database);
  });
});

const CLIENTS = 50;
const VOTES_EACH = 8;

describe('votes of many at once', () => {
  it('leave the counts, the rows and the changes that a model has', async () => {
    const tokens: string[] = [];
    for (const number of upTo(CLIENTS)) tokens.push(await server.signUp(`voter-${number}`));
    const held = new Set<string>();
    let effects = 0;

    async function actAtRandom(token: string, client: number): Promise<void> {
      const random = randomNumbers(client);
      for (let turn = 0; turn < VOTES_EACH; turn++) {
        const paper = random(papers.length);
        const name = `${client + 1} ${papers[paper]}`;
        const isCast = random(2) === 0;
        const { data } = await vote(server, isCast ? 'upvotePaper' : 'removePaperUpvote', paperIds[paper] ?? '', token);
        expect(data?.answer?.paper?.viewerHasUpvoted).toBe(isCast);
        if (held.has(name) !== isCast) effects++;
        if (isCast) held.add(name);
        else held.delete(name);
      }
    }
    await Promise.all(tokens.map(actAtRandom));

    const votes = await rows<{ name: string }>(`select user_id || ' ' || paper_id as name from upvotes`);
    expect(votes.map((row) => row.name).sort()).toEqual([...held].sort());
    expect(await rows('select 1 from changes')).toHaveLength(effects);
    const [balance] = await rows<{ balance: number }>(`
      select sum(case kind when 'PAPER_UPVOTED' then 1 else -1 end) as balance from changes`);
    expect(Number(balance?.balance)).toBe(held.size);
    await expectCountsToHold(server.database);
  });
});
