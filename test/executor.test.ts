import { buildSchema, execute, GraphQLError, GraphQLSchema, parse, validate } from 'graphql';
import type { Context } from '../src/graphql/context';
import { nodeId } from '../src/graphql/node';
import { createExecutor } from '../src/executor';
import { apiSchema } from '../src/schema';
import { formatError } from '../src/web/error-formatting';
import { plainText, RandomDocuments } from './support/random-documents';
import { randomNumbers } from './support/random-numbers';
import { requestContext } from './support/request-context';
import { told, whatTheyNull } from './support/told-errors';
import { buildTown, Town } from './support/town';
import { memberWith } from './support/viewers';

let town: Town;
let schema: GraphQLSchema;
beforeAll(async () => {
  town = await buildTown();
  schema = apiSchema();
});
afterAll(() => town.server.close());

const newContext = (viewer: Context['viewer'] = memberWith('vote')) => requestContext(town.server.database, viewer);

/** What a document answers when it is compiled, and when graphql-js walks it. */
async function bothAnswers(query: string, variables: Record<string, unknown> = {}) {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const run = createExecutor(schema, 0);
  const compiled = await run({ document, operationName: null, variables, context: newContext() });
  const walked = await execute({ schema, document, variableValues: variables, contextValue: newContext() });
  return { compiled: told(compiled), walked: told(walked) };
}

describe('a compiled document', () => {
  it('answers what graphql-js answers, over a thousand queries at random', async () => {
    const ids = [...Object.values(town.ids), nodeId('Paper', 999), nodeId('Authorship', `${town.papers[0]}.1`), 'none'];
    const random = randomNumbers(1);
    const documents = new RandomDocuments(schema, random, (scalar) => plainText(scalar, random, ids));
    let errors = 0;
    for (let count = 0; count < 1000; count++) {
      const { query, variables } = documents.query();
      const { compiled, walked } = await bothAnswers(query, variables);
      expect({ query, data: compiled.data }).toEqual({ query, data: walked.data });
      expect({ query, errors: whatTheyNull(compiled) }).toEqual({ query, errors: whatTheyNull(walked) });
      errors += walked.errors.length;
    }
    expect(errors).toBeGreaterThan(100);
  }, 240_000);

  it.each([
    ['of another type', { first: 'three' }],
    ['missing', {}],
    ['null', { first: null }],
    ['too large', { first: 2 ** 31 }],
    ['unknown', { first: 1, second: 2 }],
  ])('says of a variable that is %s what graphql-js says', async (_what, variables) => {
    const query = 'query ($first: Int!) { papers(first: $first) { nodes { id } } }';
    const { compiled, walked } = await bothAnswers(query, variables);
    expect(compiled).toEqual(walked);
  });

  it('fills the default values of variables and of input fields', async () => {
    const query = `query ($first: Int = 2, $order: PaperOrder = { field: UPVOTES }) {
      papers(first: $first, orderBy: $order) { nodes { id upvoteCount } }
    }`;
    const { compiled, walked } = await bothAnswers(query);
    expect(compiled).toEqual(walked);
    expect(compiled.data).toMatchObject({ papers: { nodes: [{ upvoteCount: 16 }, { upvoteCount: 3 }] } });
  });

  it('runs the fields of a mutation one after the other', async () => {
    const paperId = nodeId('Paper', town.papers[0] ?? 0);
    const query = `mutation ($input: UpvotePaperInput!, $undo: RemovePaperUpvoteInput!) {
      a: removePaperUpvote(input: $undo) { paper { upvoteCount } }
      b: upvotePaper(input: $input) { paper { upvoteCount viewerHasUpvoted } userErrors { code } }
      c: removePaperUpvote(input: $undo) { paper { upvoteCount viewerHasUpvoted } }
      d: upvotePaper(input: { paperId: "none" }) { paper { id } userErrors { code path } }
      e: upvotePaper(input: $input) { paper { upvoteCount } }
    }`;
    const { compiled, walked } = await bothAnswers(query, { input: { paperId }, undo: { paperId } });
    expect(compiled).toEqual(walked);
    expect(compiled.data).toMatchObject({
      b: { paper: { viewerHasUpvoted: true } },
      c: { paper: { viewerHasUpvoted: false } },
    });
  });
});

describe('the executor', () => {
  it.each([0, Infinity])('lets nothing of a broken answer out, compiled after %d runs', async (compiledAfterRuns) => {
    const broken = buildSchema('type Query { name: String! }');
    const run = createExecutor(broken, compiledAfterRuns);
    const { errors } = await run({ document: parse('{ name }'), operationName: null, variables: {}, context: {} });
    expect(errors).toHaveLength(1);
    const [error] = errors as [GraphQLError];
    expect(formatError(error.toJSON(), error)).toMatchObject({
      path: ['name'],
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
    expect(JSON.stringify(formatError(error.toJSON(), error))).not.toMatch('Query.name');
  });

  it('runs the operation that is named, compiled or not', async () => {
    const document = parse('query A { feedTimeZone } query B { b: feedTimeZone }');
    const run = createExecutor(schema, 1);
    for (const count of [1, 2, 3]) {
      const operation = { document, variables: {}, context: newContext() };
      expect({ count, ...(await run({ ...operation, operationName: 'A' })) }).toMatchObject({
        data: { feedTimeZone: 'UTC' },
      });
      expect({ count, ...(await run({ ...operation, operationName: 'B' })) }).toMatchObject({ data: { b: 'UTC' } });
      expect((await run({ ...operation, operationName: 'C' })).errors?.[0]?.message).toMatch(
        'Unknown operation named "C"',
      );
    }
  });

  it.each([0, Infinity])(
    'tells what failed in a resolver in one way, compiled after %d runs',
    async (compiledAfterRuns) => {
      const failing = buildSchema('type Query { name: String }');
      failing.getQueryType()!.getFields().name!.resolve = () => {
        throw new Error('Oh.');
      };
      const run = createExecutor(failing, compiledAfterRuns);
      const { data, errors } = await run({
        document: parse('{ name }'),
        operationName: null,
        variables: {},
        context: {},
      });
      expect({ ...data }).toEqual({ name: null });
      expect(errors).toHaveLength(1);
      expect(errors?.[0]).toMatchObject({
        message: 'Oh.',
        path: ['name'],
        locations: [{ line: 1, column: 3 }],
        originalError: new Error('Oh.'),
      });
      expect(errors?.[0]?.extensions).toEqual({});
    },
  );
});
