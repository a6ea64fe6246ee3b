import { createServer } from 'node:http';
import { once } from 'node:events';
import { importRecords } from '../../src/ingestion/import-records';
import { setUserRole } from '../../src/users/user.service';
import { atomAnswer } from '../ingestion/readers/atom-answer';
import { expectCountsToHold } from '../support/invariants';
import { startTestServer, TestServer } from '../support/test-server';
import { changeKinds, dayFromToday, look, remove, submit, withdraw } from '../feed/submission-client';
import { until } from '../support/until';
import { Answer, answering, ArxivServer, papers, silent } from './arxiv-server';
import { fetchFrom } from './fetching';

const TODAY = dayFromToday(0);
const ID = '2601.00002';

let server: TestServer;
let arxiv: ArxivServer;
let ada: string;
let stops: (() => Promise<void>)[];
beforeEach(async () => {
  [server, arxiv] = await Promise.all([startTestServer(), ArxivServer.start()]);
  ada = await server.signUp('ada', ['write']);
  stops = [];
});
afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()));
  await expectCountsToHold(server.database);
  await Promise.all([server.close(), arxiv.stop()]);
});

function fetchNow(options: Parameters<typeof fetchFrom>[2] = {}): void {
  stops.push(fetchFrom(server.database, arxiv.url, options));
}

/** A paper of today. */
const young = ({ arxivId }: { arxivId: string }) => papers({ arxivId, publishedAt: `${TODAY}T00:00:00Z` });
const submitted = async (paper = ID) => (await submit(server, paper, ada)).submission!.id;
const rowsOf = async <Row extends object>(sql: string) => (await server.database.pool.query<Row>(sql)).rows;
const decided = (id: string) =>
  until('the submission is decided', async () => {
    const submission = await look(server, id, ada);
    return submission?.state !== 'PENDING' && submission!;
  });

interface FetchRow {
  attempts: number;
  error: string | null;
}
const fetches = () => rowsOf<FetchRow>('select attempts, last_error as error from submission_fetches');

describe('a pending submission', () => {
  it('is listed on its edition with what arXiv says', async () => {
    arxiv.answerTo = (arxivId) => papers({ arxivId, title: 'On Engines', publishedAt: `${TODAY}T00:00:00Z` });
    const id = await submitted();
    fetchNow();
    expect(await decided(id)).toMatchObject({
      state: 'LISTED',
      rejection: null,
      paper: { title: 'On Engines' },
      submittedBy: { handle: 'ada' },
      edition: { date: TODAY, paperCount: 1 },
    });
    expect(arxiv.asked).toEqual([ID]);
    expect(await fetches()).toEqual([]);
    expect(await changeKinds(server)).toEqual(['SUBMISSION_ADDED', 'PAPER_ADDED', 'PAPER_LISTED']);
    const query = `{ paper(arxivId: "${ID}") { publishedOn sources { name sourceId } authors { nodes { name } } } }`;
    expect(await server.data(query)).toEqual({
      paper: {
        publishedOn: TODAY,
        sources: [{ name: 'arxiv', sourceId: ID }],
        authors: { nodes: [{ name: 'Ada Lovelace' }] },
      },
    });
    expect(await submit(server, ID, ada)).toMatchObject({ wasSubmittedBefore: true, submission: { id } });
  });

  it('is listed on the day on which it was submitted, however late its paper comes', async () => {
    const id = await submitted();
    const yesterday = dayFromToday(-1);
    arxiv.answerTo = (arxivId) => papers({ arxivId, publishedAt: `${dayFromToday(-15)}T12:00:00Z` });
    await rowsOf(`
      insert into editions (date) values ('${yesterday}'); update submissions set edition_date = '${yesterday}';
      delete from editions where date = '${TODAY}'`);
    fetchNow();
    // Fifteen days old today, and fourteen on that day.
    expect(await decided(id)).toMatchObject({ state: 'LISTED', edition: { date: yesterday, paperCount: 1 } });
  });

  it('adds to what is known of a paper that an import brought meanwhile', async () => {
    const id = await submitted();
    const record = { format: 'arxiv-lines' as const, arxivId: ID, title: 'On engines', keywords: ['engines'] };
    await importRecords(server.database, [{ where: 'line 1', record }]);
    fetchNow();
    expect(await decided(id)).toMatchObject({ state: 'LISTED', paper: { title: `The paper ${ID}` } });
    const query = `{ paper(arxivId: "${ID}") { keywords } papers { totalCount } }`;
    expect(await server.data(query)).toEqual({ paper: { keywords: ['engines'] }, papers: { totalCount: 1 } });
  });

  it.each<[string, () => Answer, RegExp]>([
    ['does not know', () => answering(atomAnswer([])), /^arXiv has no paper 2601\.00002\.$/],
    [
      'calls an error',
      () => answering(atomAnswer(['<entry><id>http://arxiv.org/api/errors#1</id><title>Error</title></entry>'])),
      /^What arXiv says of 2601\.00002 cannot be used\. The id "http:\/\/arxiv\.org\/api\/errors#1" is no arXiv id/,
    ],
    ['has no title for', () => papers({ arxivId: ID, title: ' ' }), /cannot be used\. The title is empty/],
    [
      'published too long ago',
      () => papers({ arxivId: ID, publishedAt: `${dayFromToday(-15)}T00:00:00Z` }),
      /, 15 days before the edition of .*; at most 14 days are accepted\.$/,
    ],
  ])('is rejected where it names a paper that arXiv %s', async (_, answer, rejection) => {
    arxiv.answerTo = answer;
    const id = await submitted();
    fetchNow();
    expect(await decided(id)).toMatchObject({
      state: 'REJECTED',
      rejection: expect.stringMatching(rejection) as string,
      paper: null,
      arxivId: ID,
      edition: { date: TODAY, paperCount: 0 },
    });
    expect(await changeKinds(server)).toEqual(['SUBMISSION_ADDED', 'SUBMISSION_REJECTED']);
    expect(await rowsOf('select from papers')).toEqual([]);
    expect(await fetches()).toEqual([]);
    // Another try is open to everybody.
    expect(await submit(server, ID, ada)).toMatchObject({
      wasSubmittedBefore: false,
      submission: { state: 'PENDING' },
    });
  });

  it('is rejected where a source put the paper on an edition meanwhile', async () => {
    const id = await submitted();
    const listing = { editionDate: '2026-01-05', position: 1 };
    const record = { format: 'daily-papers-api' as const, arxivId: ID, title: 'On engines', listing };
    await importRecords(server.database, [{ where: 'index 0', record }]);
    fetchNow();
    expect(await decided(id)).toMatchObject({
      state: 'REJECTED',
      rejection: 'The paper is on the edition of 2026-01-05 already.',
    });
  });

  it.each(['withdrawn', 'removed'])('stays %s where that happens while arXiv is asked', async (how) => {
    let answerNow = () => undefined as void;
    arxiv.answerTo = (arxivId) => (response) => (answerNow = () => young({ arxivId })(response));
    const id = await submitted();
    fetchNow();
    await until('arXiv is asked', () => Promise.resolve(arxiv.asked.length > 0));
    if (how === 'withdrawn') await withdraw(server, id, ada);
    else {
      const moderator = await server.signUp('moderator', ['moderate']);
      await setUserRole(server.database, 'moderator', 'MODERATOR');
      await remove(server, id, 'An advertisement.', moderator);
    }
    answerNow();
    const next = await submitted('2601.00003');
    arxiv.answerTo = (arxivId) => papers({ arxivId, publishedAt: `${TODAY}T00:00:00Z` });
    await decided(next);
    const rejection = how === 'withdrawn' ? undefined : 'An advertisement.';
    expect((await look(server, id, ada))?.rejection).toBe(rejection);
    expect(await rowsOf('select arxiv_id from papers')).toEqual([{ arxiv_id: '2601.00003' }]);
  });
});

describe('a source that does not answer as it should', () => {
  it.each<[string, () => Answer, RegExp]>([
    ['is overloaded', () => answering('Rate exceeded.', 503), /answered 503/],
    ['says no XML', () => answering('Rate exceeded.'), /no well-formed XML/],
    ['is cut short', () => answering(atomAnswer([]).slice(0, -10)), /no well-formed XML/],
    ['says too much', () => answering('a'.repeat(2_000_001)), /longer than 2000000 bytes/],
    ['tells of another paper', () => papers({ arxivId: '2601.00003' }), /Asked for 2601.00002, .* with 2601.00003/],
    ['says nothing', () => silent, /timeout/],
    ['breaks off', () => (response) => void response.writeHead(200).destroy(), /could not be read/],
  ])('and %s is asked again later', async (_, answer, reason) => {
    arxiv.answerTo = answer;
    const id = await submitted();
    fetchNow();
    const failed = await until('the failure is noted', async () => (await fetches())[0]?.error ?? undefined);
    expect(failed).toMatch(reason);
    expect(await look(server, id)).toMatchObject({ state: 'PENDING' });
    await until('it is asked again', () => Promise.resolve(arxiv.asked.length > 1));

    arxiv.answerTo = (arxivId) => papers({ arxivId, publishedAt: `${TODAY}T00:00:00Z` });
    expect(await decided(id)).toMatchObject({ state: 'LISTED' });
  });

  it('and is away is asked again when it is back', async () => {
    const { port } = arxiv;
    const id = await submitted();
    fetchNow();
    await decided(id);
    await arxiv.stop();
    const next = await submitted('2601.00003');
    await until('two attempts failed', async () => (await fetches()).some(({ attempts }) => attempts > 1));
    arxiv = await ArxivServer.start(port);
    expect(await decided(next)).toMatchObject({ state: 'LISTED' });
  });

  it('and leads elsewhere is not followed', async () => {
    let visits = 0;
    const elsewhere = createServer((_request, response) => {
      visits += 1;
      response.end(atomAnswer([]));
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const { port } = elsewhere.address() as { port: number };
    arxiv.answerTo = () => answering('', 302, { location: `http://127.0.0.1:${port}/` });
    await submitted();
    fetchNow();
    const failed = await until('the failure is noted', async () => (await fetches())[0]?.error);
    expect(failed).toMatch(/answered 302/);
    expect(visits).toBe(0);
    elsewhere.close();
  });

  it('is asked so many times, and then the submission is rejected', async () => {
    arxiv.answerTo = () => answering('', 503);
    const id = await submitted();
    fetchNow({ attemptsMax: 3 });
    expect(await decided(id)).toMatchObject({
      state: 'REJECTED',
      rejection: 'arXiv was asked 3 times and did not answer as it should; submit the paper again another day.',
    });
    expect(arxiv.asked).toEqual([ID, ID, ID]);
  });

  it('holds up no other paper', async () => {
    const usual = arxiv.answerTo;
    arxiv.answerTo = (arxivId) => (arxivId === ID ? answering('', 503) : usual(arxivId));
    const broken = await submitted();
    const whole = await submitted('2601.00003');
    fetchNow();
    expect(await decided(whole)).toMatchObject({ state: 'LISTED' });
    expect(await look(server, broken)).toMatchObject({ state: 'PENDING' });
  });
});
