import { nodeId } from '../../src/graphql/node';
import { Fixtures, idsOf } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { startTestServer, TestServer } from '../support/test-server';
import { vote, VoteMutation } from './vote-client';

let server: TestServer;
let fixtures: Fixtures;
let ada: string;
let reader: string;
beforeAll(async () => {
  server = await startTestServer();
  fixtures = new Fixtures(server.database);
  ada = await server.signUp('ada');
  reader = await server.signUp('reader', ['read']);
});
afterEach(() => expectCountsToHold(server.database));
afterAll(() => server.close());

async function newPaper(importedUpvotes = 0): Promise<string> {
  const [id = ''] = idsOf('Paper', await fixtures.papers([{ importedUpvotes }]));
  return id;
}

async function changesOf(paperId: string): Promise<string[]> {
  const { rows } = await server.database.pool.query<{ kind: string }>(
    'select kind from changes where paper_id = $1 order by id',
    [Buffer.from(paperId, 'base64url').toString().split(':')[1]],
  );
  return rows.map((row) => row.kind);
}

const MUTATIONS: VoteMutation[] = ['upvotePaper', 'removePaperUpvote'];

describe('upvotePaper', () => {
  it('adds one to what was imported, and says so in the lists of the paper and of the person', async () => {
    const id = await newPaper(7);
    const { data } = await vote(server, 'upvotePaper', id, ada);
    expect(data?.answer).toEqual({
      paper: { id, upvoteCount: 8, importedUpvoteCount: 7, viewerHasUpvoted: true },
      userErrors: [],
    });
    const query = `{ paper(id: "${id}") { upvotes { totalCount edges { votedAt node { handle } } } } viewer { upvotes { totalCount nodes { id } } } }`;
    const lists = await server.data<{ paper: object }>(query, {}, ada);
    expect(lists).toEqual({
      paper: {
        upvotes: {
          totalCount: 1,
          edges: [{ votedAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/) as unknown, node: { handle: 'ada' } }],
        },
      },
      viewer: { upvotes: { totalCount: 1, nodes: [{ id }] } },
    });
  });

  it.each(MUTATIONS)('%s gives the clientMutationId back, whatever came of it', async (mutation) => {
    for (const paperId of [await newPaper(), 'none']) {
      const query = `mutation { ${mutation}(input: { paperId: "${paperId}", clientMutationId: "mine" }) { clientMutationId } }`;
      expect(await server.data(query, {}, ada)).toEqual({ [mutation]: { clientMutationId: 'mine' } });
    }
  });

  it('counts a person once, however often they vote, and records it once', async () => {
    const id = await newPaper();
    const answers = [];
    for (let time = 0; time < 3; time++) answers.push(await vote(server, 'upvotePaper', id, ada));
    expect(answers.map(({ data }) => data?.answer?.paper?.upvoteCount)).toEqual([1, 1, 1]);
    expect(await changesOf(id)).toEqual(['PAPER_UPVOTED']);
  });

  it('counts a person once, however many of their votes come at the same time', async () => {
    const id = await newPaper();
    const answers = await Promise.all(Array.from({ length: 20 }, () => vote(server, 'upvotePaper', id, ada)));
    expect(answers.map(({ data }) => data?.answer?.paper?.viewerHasUpvoted)).toEqual(Array(20).fill(true));
    expect(await changesOf(id)).toEqual(['PAPER_UPVOTED']);
  });
});

describe('upvotePaper and removePaperUpvote', () => {
  it('leave one truth where a person sends both at the same time', async () => {
    const id = await newPaper();
    const sent = Array.from({ length: 30 }, (_, turn) =>
      vote(server, turn % 2 ? 'removePaperUpvote' : 'upvotePaper', id, ada),
    );
    for (const { errors } of await Promise.all(sent)) expect(errors).toBeUndefined();
    const changes = await changesOf(id);
    expect(changes).toEqual(changes.map((_, index) => (index % 2 ? 'PAPER_UPVOTE_REMOVED' : 'PAPER_UPVOTED')));
    const { paper } = await server.data<{ paper: object }>(`{ paper(id: "${id}") { upvoteCount } }`);
    expect(paper).toEqual({ upvoteCount: changes.length % 2 });
  });
});

describe('removePaperUpvote', () => {
  it('takes the vote back, and changes nothing where there is none', async () => {
    const id = await newPaper(2);
    const without = { paper: { id, upvoteCount: 2, importedUpvoteCount: 2, viewerHasUpvoted: false }, userErrors: [] };
    expect((await vote(server, 'removePaperUpvote', id, ada)).data?.answer).toEqual(without);
    expect(await changesOf(id)).toEqual([]);
    await vote(server, 'upvotePaper', id, ada);
    expect((await vote(server, 'removePaperUpvote', id, ada)).data?.answer).toEqual(without);
    expect((await vote(server, 'removePaperUpvote', id, ada)).data?.answer).toEqual(without);
    expect(await changesOf(id)).toEqual(['PAPER_UPVOTED', 'PAPER_UPVOTE_REMOVED']);
  });

  it("leaves other people's votes alone", async () => {
    const id = await newPaper();
    const bo = await server.signUp('bo');
    await vote(server, 'upvotePaper', id, bo);
    expect((await vote(server, 'removePaperUpvote', id, ada)).data?.answer?.paper?.upvoteCount).toBe(1);
  });
});

describe.each(MUTATIONS)('%s', (mutation) => {
  it.each(['', 'nonsense', nodeId('Paper', 999_999), nodeId('User', 1), nodeId('Paper', 0)])(
    'finds no paper under the id %j',
    async (id) => {
      const { data, errors } = await vote(server, mutation, id, ada);
      expect(errors).toBeUndefined();
      const message = `There is no paper with the id ${JSON.stringify(id)}.`;
      expect(data?.answer).toEqual({
        paper: null,
        userErrors: [{ code: 'NOT_FOUND', message, path: ['input', 'paperId'] }],
      });
    },
  );

  it('needs a signed-in person', async () => {
    const { data, errors } = await vote(server, mutation, await newPaper());
    expect(data).toEqual({ answer: null });
    expect(errors?.[0]).toMatchObject({ path: ['answer'], extensions: { code: 'UNAUTHENTICATED' } });
    expect(errors?.[0]?.message).toMatch(/Authorization: Bearer dp_/);
  });

  it('needs a token that may vote', async () => {
    const { data, errors } = await vote(server, mutation, await newPaper(), reader);
    expect(data).toEqual({ answer: null });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(errors?.[0]?.message).toBe('This needs an access token with the scope "vote"; the one sent holds "read".');
  });
});

describe('one request of several votes', () => {
  it('runs them in order, each answering what is true after it', async () => {
    const id = await newPaper(1);
    const answer = '{ paper { upvoteCount viewerHasUpvoted upvotes { totalCount nodes { handle } } } }';
    const query = `mutation {
      first: upvotePaper(input: { paperId: "${id}" }) ${answer}
      second: removePaperUpvote(input: { paperId: "${id}" }) ${answer}
      third: upvotePaper(input: { paperId: "${id}" }) ${answer}
    }`;
    const voted = {
      paper: { upvoteCount: 2, viewerHasUpvoted: true, upvotes: { totalCount: 1, nodes: [{ handle: 'ada' }] } },
    };
    const withdrawn = { paper: { upvoteCount: 1, viewerHasUpvoted: false, upvotes: { totalCount: 0, nodes: [] } } };
    expect(await server.data(query, {}, ada)).toEqual({ first: voted, second: withdrawn, third: voted });
  });

  it('loses none of them by the failure of another', async () => {
    const id = await newPaper();
    const refusal = 'upvotePaper(input: { paperId: "nonsense" }) { paper { id } userErrors { code } }';
    const query = `mutation {
      first: upvotePaper(input: { paperId: "${id}" }) { paper { upvoteCount } }
      second: ${refusal}
      third: upvotePaper(input: { paperId: "${id}" }) { paper { id upvotes(first: 101) { totalCount } } }
      fourth: removePaperUpvote(input: { paperId: "${id}" }) { paper { upvoteCount } }
    }`;
    const { data, errors } = await server.ask(query, {}, ada);
    expect(data).toEqual({
      first: { paper: { upvoteCount: 1 } },
      second: { paper: null, userErrors: [{ code: 'NOT_FOUND' }] },
      third: { paper: null },
      fourth: { paper: { upvoteCount: 0 } },
    });
    expect(errors?.map((error) => error.path)).toEqual([['third', 'paper', 'upvotes']]);
  });
});
