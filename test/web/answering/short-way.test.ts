import { once } from 'node:events';
import type { FormattedExecutionResult } from 'graphql';
import { Client } from 'pg';
import { nodeId } from '../../../src/graphql/node';
import { apiSchema } from '../../../src/schema';
import { holdTable } from '../../faults/held-table';
import { statementsOf } from '../../support/count-statements';
import { upTo } from '../../support/fixtures';
import { plainText, RandomDocuments } from '../../support/random-documents';
import { randomNumbers } from '../../support/random-numbers';
import { startTestServer } from '../../support/test-server';
import { told, whatTheyNull } from '../../support/told-errors';
import { buildTown, Town } from '../../support/town';

let town: Town;
beforeAll(async () => (town = await buildTown()));
afterAll(() => town.server.close());

/** What a client gets, but for what is of one request alone. */
async function answerTo(query: string, variables: object, token?: string) {
  const response = await fetch(`${town.server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const { errors = [], ...answer } = (await response.json()) as FormattedExecutionResult;
  const ofAll = errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId: 'one' } }));
  const { data, errors: sentences } = told({ data: answer.data ?? null, errors: ofAll });
  const { status, headers } = response;
  return {
    status,
    type: headers.get('content-type'),
    hasData: answer.data !== undefined,
    data,
    errors: whatTheyNull({ data, errors: sentences }),
    extensions: answer.extensions,
  };
}

describe('an operation that comes again', () => {
  it.each(['nobody', 'a person'])(
    'is answered as the first time, over hundreds at random, to %s',
    async (who) => {
      const ids = [...Object.values(town.ids), nodeId('Paper', 999), 'none'];
      const random = randomNumbers(who === 'nobody' ? 2 : 3);
      const documents = new RandomDocuments(apiSchema(), random, (scalar) => plainText(scalar, random, ids));
      const token = who === 'nobody' ? undefined : town.token;
      let errors = 0;
      for (let count = 0; count < 400; count++) {
        const { query, variables } = documents.query();
        // What is left to spend is another each time.
        if (query.includes('rateLimit')) continue;
        const first = await answerTo(query, variables, token);
        const again = await answerTo(query, variables, token);
        expect({ query, ...again }).toEqual({ query, ...first });
        errors += first.errors.length;
      }
      expect(errors).toBeGreaterThan(20);
    },
    240_000,
  );

  const QUERY = 'query ($first: Int!, $id: ID!) { papers(first: $first) { nodes { id } } node(id: $id) { id } }';

  it.each([
    ['of another type', { first: 'three', id: '1' }],
    ['missing', { first: 3 }],
    ['too large', { first: 2 ** 31, id: '1' }],
    ['over what the field takes', { first: 101, id: '1' }],
    ['too long', { first: 1, id: 'x'.repeat(30_000) }],
    ['not to be stored', { first: 1, id: '\0' }],
  ])('is told of a variable that is %s as the first time', async (_what, variables) => {
    const fresh = await answerTo(`${QUERY} # ${_what}`, variables);
    await answerTo(QUERY, { first: 1, id: town.ids.paper });
    expect(await answerTo(QUERY, variables)).toEqual(fresh);
    expect(fresh.errors).toHaveLength(1);
  });

  it('is charged each time, until nothing is left', async () => {
    const server = await startTestServer({ limits: { cost: 10, addressPoints: 10, addressPointsPerSecond: 1 } });
    try {
      const codes: (string | undefined)[] = [];
      for (let count = 0; count < 3; count++) {
        const { errors } = await server.ask('{ papers(first: 4) { nodes { id } } }');
        codes.push(errors?.[0]?.extensions.code);
      }
      expect(codes).toEqual([undefined, 'RATE_LIMITED', 'RATE_LIMITED']);
    } finally {
      await server.close();
    }
  });

  it('wakes those who follow the stream each time that it changes something', async () => {
    const listener = new Client({ connectionString: town.server.databaseUrl });
    await listener.connect();
    try {
      await listener.query('listen daily_papers_changes');
      const token = await town.server.signUp('waking', ['vote']);
      for (const paper of town.papers.slice(0, 3)) {
        const woken = once(listener, 'notification');
        const vote = 'mutation ($id: ID!) { upvotePaper(input: { paperId: $id }) { userErrors { code } } }';
        await town.server.data(vote, { id: nodeId('Paper', paper) }, token);
        await woken;
      }
    } finally {
      await listener.end();
    }
  });

  it('shows each person what is theirs', async () => {
    const paper = 'query ($id: ID!) { paper(id: $id) { viewerHasUpvoted } viewer { handle } }';
    const asked = () =>
      Promise.all([town.token, undefined].map((token) => answerTo(paper, { id: town.ids.paper }, token)));
    for (let count = 0; count < 3; count++) {
      const [citizen, nobody] = await asked();
      expect(citizen?.data).toEqual({ paper: { viewerHasUpvoted: true }, viewer: { handle: 'citizen' } });
      expect(nobody?.data).toEqual({ paper: { viewerHasUpvoted: false }, viewer: null });
    }
  });

  it('is asked of the database once for all who ask together, and never before they did', async () => {
    const query = 'query ($id: ID!) { paper(id: $id) { upvoteCount } }';
    const ask = () => answerTo(query, { id: nodeId('Paper', town.papers[3]!) });
    const countOf = ({ data }: Awaited<ReturnType<typeof ask>>) =>
      (data as { paper: { upvoteCount: number } }).paper.upvoteCount;
    const before = countOf(await ask());
    const held = await holdTable(town.server.databaseUrl, 'papers');
    const statements = await statementsOf(async () => {
      const first = ask();
      await held.untilWaiting(1);
      const others = Array.from({ length: 30 }, ask);
      // Answered one after the other behind them, so that they are known to have arrived.
      for (let count = 0; count < 20; count++) await answerTo('{ __typename }', {});
      await held.letGo();
      const answers = await Promise.all([first, ...others]);
      expect(answers.map(countOf)).toEqual(Array(31).fill(before));
    });
    expect(statements.filter((text) => text.includes('from papers'))).toHaveLength(2);
  });

  it('shows a vote to whoever asks after it was answered, however many ask meanwhile', async () => {
    const id = nodeId('Paper', town.papers[3]!);
    const vote = 'mutation ($id: ID!) { upvotePaper(input: { paperId: $id }) { paper { upvoteCount } } }';
    const ask = async () => {
      const { data } = await answerTo('query ($id: ID!) { paper(id: $id) { upvoteCount } }', { id });
      return (data as { paper: { upvoteCount: number } }).paper.upvoteCount;
    };
    const tokens = [];
    for (const number of upTo(10)) tokens.push(await town.server.signUp(`late-${number}`, ['vote']));
    let isOver = false;
    const crowd = upTo(8).map(async () => {
      while (!isOver) await ask();
    });
    for (const token of tokens) {
      const { upvotePaper } = await town.server.data<{ upvotePaper: { paper: { upvoteCount: number } } }>(
        vote,
        { id },
        token,
      );
      expect(await ask()).toBeGreaterThanOrEqual(upvotePaper.paper.upvoteCount);
    }
    isOver = true;
    await Promise.all(crowd);
  });
});
