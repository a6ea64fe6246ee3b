import { Fixtures, idsOf, upTo } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { whileLocked } from '../support/lock-waiters';
import { startTestServer, TestServer } from '../support/test-server';
import { changeKinds, dayFromToday, submit, SubmitAnswer } from './submission-client';

const TODAY = dayFromToday(0);
const ARXIV_ID = '2601.00001';
const DOI = '10.1000/daily.1';

let server: TestServer;
let fixtures: Fixtures;
let ada: string;
let bo: string;
let papers: number[];
beforeEach(async () => {
  server = await startTestServer({ submissionRules: { maxPerDay: 3 } });
  fixtures = new Fixtures(server.database);
  ada = await server.signUp('ada', ['write']);
  bo = await server.signUp('bo', ['write']);
  papers = await fixtures.papers([
    { arxivId: ARXIV_ID, publishedOn: dayFromToday(-14) },
    { doi: DOI, publishedOn: null },
    { arxivId: 'math/0309136', publishedOn: dayFromToday(-15) },
    {},
  ]);
});
afterEach(async () => {
  await expectCountsToHold(server.database);
  await server.close();
});

const rowsOf = async (sql: string) => (await server.database.pool.query<Record<string, unknown>>(sql)).rows;

describe('submitPaper', () => {
  it('lists a paper that is here on the edition of today at once', async () => {
    const { submission, ...rest } = await submit(server, { paper: ARXIV_ID, note: '  Read it.  ' }, ada);
    expect(rest).toEqual({ edition: { date: TODAY, paperCount: 1 }, wasSubmittedBefore: false, userErrors: [] });
    expect(submission).toMatchObject({
      state: 'LISTED',
      arxivId: ARXIV_ID,
      note: 'Read it.',
      rejection: null,
      paper: { id: idsOf('Paper', papers)[0], title: 'Paper 1' },
      submittedBy: { handle: 'ada' },
    });
    expect(Math.abs(Date.now() - Date.parse(submission!.submittedAt))).toBeLessThan(60_000);
    expect(await changeKinds(server)).toEqual(['SUBMISSION_ADDED', 'PAPER_LISTED']);

    const { viewer } = await server.data<{ viewer: object }>(
      '{ viewer { submissions { totalCount nodes { id } } } }',
      {},
      ada,
    );
    expect(viewer).toEqual({ submissions: { totalCount: 1, nodes: [{ id: submission!.id }] } });
  });

  it.each([
    ['an arXiv id with a version', `arXiv:${ARXIV_ID}v2`, 0],
    ['the address of an abstract', `https://arxiv.org/abs/${ARXIV_ID}v3`, 0],
    ['the address of a PDF', ` http://www.arxiv.org/pdf/${ARXIV_ID}v1.pdf `, 0],
    ['the DOI that arXiv gives', `https://doi.org/10.48550/arXiv.${ARXIV_ID}`, 0],
    ['a page of this deployment', 'https://papers.example/papers/fixture-1', 0],
    ['a DOI', `doi:${DOI.toUpperCase()}`, 1],
    ['the address of a DOI', `https://doi.org/${DOI}`, 1],
  ])('takes %s', async (_, paper, index) => {
    const { submission } = await submit(server, paper, ada);
    expect(submission?.paper?.id).toBe(idsOf('Paper', papers)[index]);
  });

  it('takes the id of a paper here that has no other', async () => {
    const id = idsOf('Paper', papers)[3]!;
    const { submission } = await submit(server, id, ada);
    expect(submission).toMatchObject({ state: 'LISTED', arxivId: null, paper: { id } });
  });

  it('keeps a paper that is not here as pending, on the edition of today, which does not count it yet', async () => {
    const { submission, edition } = await submit(server, 'https://arxiv.org/abs/2601.00002v2', ada);
    expect(submission).toMatchObject({ state: 'PENDING', arxivId: '2601.00002', paper: null });
    expect(edition).toEqual({ date: TODAY, paperCount: 0 });
    expect(await changeKinds(server)).toEqual(['SUBMISSION_ADDED']);
    expect(await rowsOf('select submission_id, attempts, last_error from submission_fetches')).toEqual([
      { submission_id: 1, attempts: 0, last_error: null },
    ]);
    const { editions } = await server.data<{ editions: object }>('{ editions { nodes { date } } }');
    expect(editions).toEqual({ nodes: [] });
  });

  it.each([
    ['a paper that is here', ARXIV_ID],
    ['a pending one', '2601.00002'],
  ])('gives the first submission of %s back, and who made it', async (_, paper) => {
    const first = await submit(server, { paper, note: 'Mine.' }, ada);
    const again = await submit(server, { paper: `https://arxiv.org/pdf/${paper}v2`, note: 'No, mine.' }, bo);
    expect(again).toEqual({ ...first, wasSubmittedBefore: true });
    expect(again.submission).toMatchObject({ note: 'Mine.', submittedBy: { handle: 'ada' } });
    expect(await rowsOf('select from submissions')).toHaveLength(1);
  });

  it('gives back what a source listed on another day', async () => {
    await fixtures.listings([{ paper: papers[0]!, date: '2025-01-01' }]);
    const { submission, edition, wasSubmittedBefore } = await submit(server, ARXIV_ID, ada);
    expect({ edition, wasSubmittedBefore }).toEqual({
      edition: { date: '2025-01-01', paperCount: 1 },
      wasSubmittedBefore: true,
    });
    expect(submission).toMatchObject({ state: 'LISTED', submittedBy: null });
  });

  it.each([
    ['a paper that is here', ARXIV_ID],
    ['one that is not', '2601.00002'],
  ])('has one submission of %s, however many people are as fast', async (_, paper) => {
    const people = await Promise.all(upTo(6).map((number) => server.signUp(`person-${number}`, ['write'])));
    let submitting = Promise.resolve<SubmitAnswer[]>([]);
    await whileLocked(server.database, 'submissions', async (untilWaiting) => {
      submitting = Promise.all(people.map((token) => submit(server, paper, token)));
      // One waits to write, the others for the row of the paper or of the edition.
      await untilWaiting(people.length);
    });
    const answers = await submitting;
    expect(new Set(answers.map(({ submission }) => submission?.id)).size).toBe(1);
    expect(answers.filter(({ wasSubmittedBefore }) => !wasSubmittedBefore)).toHaveLength(1);
    expect(await rowsOf('select from submissions')).toHaveLength(1);
  });

  it('does its work once for an idempotency key, and says then how far it is by now', async () => {
    const input = { paper: '2601.00002', idempotencyKey: 'k' };
    const first = await submit(server, input, ada);
    await server.database.pool.query(`update submissions set state = 'REJECTED', rejection = 'No.'`);
    const again = await submit(server, input, ada);
    expect(again.submission).toMatchObject({ id: first.submission!.id, state: 'REJECTED', rejection: 'No.' });
    expect(again.wasSubmittedBefore).toBe(false);
  });

  it('takes so many of a person a day, and no more, and says how many', async () => {
    for (const number of upTo(3)) expect((await submit(server, `2601.1000${number}`, ada)).userErrors).toEqual([]);
    const refused = await submit(server, ARXIV_ID, ada);
    expect(refused).toMatchObject({
      submission: null,
      wasSubmittedBefore: null,
      userErrors: [
        {
          code: 'LIMIT_REACHED',
          message: `You submitted 3 papers on ${TODAY}, which is the most for one day; the next may follow tomorrow.`,
          path: null,
        },
      ],
    });
    // What is there already is no submission of theirs, and others have a number of their own.
    expect((await submit(server, '2601.10001', ada)).wasSubmittedBefore).toBe(true);
    expect((await submit(server, ARXIV_ID, bo)).userErrors).toEqual([]);

    await server.database.pool.query(`update users set submitted_on = submitted_on - 1`);
    expect((await submit(server, DOI, ada)).userErrors).toEqual([]);
  });

  it('holds the number a day also when all come at once', async () => {
    const answers = await Promise.all(upTo(8).map((number) => submit(server, `2601.1000${number}`, ada)));
    expect(answers.filter(({ submission }) => submission !== null)).toHaveLength(3);
  });

  it('refuses a paper that was published too long ago, with the figures', async () => {
    const { userErrors } = await submit(server, 'math.GT/0309136', ada);
    expect(userErrors).toEqual([
      {
        code: 'PAPER_TOO_OLD',
        message: `The paper was published on ${dayFromToday(-15)}, 15 days before the edition of ${TODAY}; at most 14 days are accepted.`,
        path: ['input', 'paper'],
      },
    ]);
  });

  it.each([
    ['no paper', 'INVALID_VALUE', /^"no paper" names no paper; an arXiv id such as/],
    ['', 'INVALID_VALUE', /names no paper/],
    ['10.1000/unknown', 'NOT_FOUND', /^There is no paper "10.1000\/unknown" here; an arXiv id such as .* is accepted/],
    ['https://papers.example/papers/unknown', 'NOT_FOUND', /^There is no paper "unknown" here/],
  ])('refuses %j with a sentence that says what is accepted', async (paper, code, message) => {
    const { submission, userErrors } = await submit(server, paper, ada);
    expect(submission).toBeNull();
    expect(userErrors).toEqual([{ code, message: expect.stringMatching(message) as string, path: ['input', 'paper'] }]);
    expect(await rowsOf('select from editions')).toEqual([]);
  });

  it('takes a note of 1000 characters, whatever their alphabet, and none of more', async () => {
    const refused = await submit(server, { paper: ARXIV_ID, note: '🦉'.repeat(1001) }, ada);
    expect(refused.userErrors).toEqual([
      {
        code: 'INVALID_VALUE',
        message: 'The note has 1001 characters; it takes at most 1000, not counting white space at its ends.',
        path: ['input', 'note'],
      },
    ]);
    const { submission } = await submit(server, { paper: ARXIV_ID, note: '🦉'.repeat(1000) }, ada);
    expect(submission?.note).toBe('🦉'.repeat(1000));
    expect((await submit(server, { paper: DOI, note: ' \n' }, ada)).submission?.note).toBeNull();
  });
});

describe('submitPaper where nothing is fetched', () => {
  it('refuses what is not here, and says so', async () => {
    const other = await startTestServer({ submissionRules: { isFetching: false } });
    const token = await other.signUp('ada', ['write']);
    const { userErrors } = await submit(other, '2601.00002', token);
    expect(userErrors).toMatchObject([
      {
        code: 'NOT_FOUND',
        message: 'There is no paper "2601.00002" here, and this server fetches none from arXiv.',
      },
    ]);
    await other.close();
  });
});

describe('an edition with submissions', () => {
  it('has the most upvoted first, then what a source listed, then what came first', async () => {
    await fixtures.listings([
      { paper: papers[2]!, date: TODAY, position: 1 },
      { paper: papers[3]!, date: TODAY, position: 2 },
    ]);
    await submit(server, DOI, ada);
    await submit(server, ARXIV_ID, bo);
    const order = async () => {
      interface Answer {
        edition: { paperCount: number; papers: { edges: { rank: number; node: { title: string } }[] } };
      }
      const { edition } = await server.data<Answer>(
        '{ edition { paperCount papers { edges { rank node { title } } } } }',
      );
      expect(edition.paperCount).toBe(4);
      return edition.papers.edges.map(({ rank, node }) => `${rank} ${node.title}`);
    };
    expect(await order()).toEqual(['1 Paper 3', '2 Paper 4', '3 Paper 2', '4 Paper 1']);

    const upvote = 'mutation ($id: ID!) { upvotePaper(input: { paperId: $id }) { userErrors { code } } }';
    await server.data(upvote, { id: idsOf('Paper', papers)[0] }, ada);
    expect(await order()).toEqual(['1 Paper 1', '2 Paper 3', '3 Paper 4', '4 Paper 2']);
  });

  it('is among the editions of its week and month, beside the days before it', async () => {
    await fixtures.listings([{ paper: papers[3]!, date: dayFromToday(-5) }]);
    await submit(server, ARXIV_ID, ada);
    interface Answer {
      editions: { nodes: { date: string; previousDate: string | null; nextDate: string | null; paperCount: number }[] };
    }
    const query = `query ($from: LocalDate!) { editions(from: $from) { nodes { date previousDate nextDate paperCount } } }`;
    const { editions } = await server.data<Answer>(query, { from: dayFromToday(-6) });
    expect(editions.nodes).toEqual([
      { date: TODAY, previousDate: dayFromToday(-5), nextDate: null, paperCount: 1 },
      { date: dayFromToday(-5), previousDate: null, nextDate: TODAY, paperCount: 1 },
    ]);
  });
});
