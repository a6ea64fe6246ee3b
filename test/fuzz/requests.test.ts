import { GraphQLSchema, parse, validate } from 'graphql';
import { apiSchema } from '../../src/schema';

interface FuzzRequest {
  kind: string;
  raw: Buffer | null;
  body: string | Buffer | null;
  operation: { query: string; variables: object } | null;
}

const { makeRequest } = jest.requireActual<{
  makeRequest: (from: { schema: GraphQLSchema; world: object; seed: number; index: number }) => FuzzRequest;
}>('../../fuzz/requests/make-request.mjs');
const { reduce, signatureOf } = jest.requireActual<{
  reduce: (
    request: object,
    signature: string,
    faultsOf: (request: { body: string }) => Promise<string[]>,
  ) => Promise<{ request: { body: string }; isRepeatable: boolean }>;
  signatureOf: (faults: string[]) => string;
}>('../../fuzz/reduce.mjs');

const schema = apiSchema();
const world = {
  handles: ['ada'],
  tokens: ['token'],
  arxivIds: ['2501.00001'],
  nodeTypes: ['Paper', 'User'],
  cursors: [Buffer.from('["x",1]').toString('base64url')],
};
const requests = (seed: number) =>
  Array.from({ length: 400 }, (_, index) => makeRequest({ schema, world, seed, index }));

describe('the requests of a seed', () => {
  const made = requests(1);

  it('are the same each time, and others than those of another seed', () => {
    expect(requests(1)).toEqual(made);
    expect(requests(2)).not.toEqual(made);
  });

  it('are of every kind', () => {
    const kinds = ['query', 'mutation', 'introspection', 'broken document', 'broken HTTP', 'raw bytes'];
    expect(new Set(made.map(({ kind }) => kind))).toEqual(new Set(kinds));
  });

  it('ask what the schema has, but for values that fit no scalar', () => {
    const documents = made.flatMap(({ operation }) => operation?.query ?? []);
    const faults = documents.flatMap((query) => {
      const document = unlessBroken(query);
      return document ? validate(schema, document).map(({ message }) => message) : [];
    });
    expect(documents.length).toBeGreaterThan(200);
    expect(
      faults.filter((message) => !/^Expected value of type|is no calendar date|^DateTime cannot/.test(message)),
    ).toEqual([]);
  });
});

/** Half of a surrogate pair in a string is an error of syntax. */
function unlessBroken(query: string) {
  try {
    return parse(query);
  } catch {
    return null;
  }
}

describe('reduce', () => {
  const request = {
    method: 'POST',
    raw: null,
    operation: null,
    body: JSON.stringify({
      query: 'query ($yes: Boolean, $x: Int) { a: viewer { id name } papers(first: $x) { nodes { title slug } } }',
      variables: { yes: true, x: 1 },
    }),
  };

  it('leaves what shows the same fault', async () => {
    const faultsOf = ({ body }: { body: string }) => Promise.resolve(body.includes('slug') ? ['took 12 ms'] : []);
    const reduced = await reduce(request, signatureOf(['took 345 ms']), faultsOf);
    expect(reduced.isRepeatable).toBe(true);
    const { query, variables } = JSON.parse(reduced.request.body) as { query: string; variables: object };
    expect(query.replace(/\s+/g, ' ')).toBe('{ papers { nodes { slug } } }');
    expect(variables).toEqual({});
  });

  it('says where a fault does not come again', async () => {
    const reduced = await reduce(request, 'took N ms', () => Promise.resolve([]));
    expect(reduced).toEqual({ request, isRepeatable: false });
  });
});
