import { createHash } from 'node:crypto';
import { limitsWith } from '../../src/graphql/limits';
import { PersistedDocuments } from '../../src/web/protocol/persisted-documents';
import { Answer, startTestServer, TestServer } from '../support/test-server';

const hashOf = (query: string) => createHash('sha256').update(query).digest('hex');
const persisted = (sha256Hash: unknown, version: unknown = 1) => ({ persistedQuery: { version, sha256Hash } });

describe('Automatic persisted queries', () => {
  let server: TestServer;
  beforeAll(async () => (server = await startTestServer()));
  afterAll(() => server.close());

  async function post(body: object, headers: Record<string, string> = {}) {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return answerOf(response);
  }

  async function get(extensions: object, variables: object = {}) {
    const search = new URLSearchParams({
      extensions: JSON.stringify(extensions),
      variables: JSON.stringify(variables),
    });
    return answerOf(await fetch(`${server.url}/graphql?${search.toString()}`));
  }

  async function answerOf(response: Response) {
    const answer = (await response.json()) as Answer;
    return { status: response.status, headers: response.headers, answer, code: answer.errors?.[0]?.extensions.code };
  }

  const isKept = async (query: string) =>
    (await post({ extensions: persisted(hashOf(query)) })).code !== 'PERSISTED_QUERY_NOT_FOUND';

  it.each(['application/json', 'application/graphql-response+json'])(
    'are asked for in the words and by the status that clients know, in %s',
    async (accept) => {
      const unknown = await post({ extensions: persisted(hashOf('{ viewer { id } }')) }, { accept });

      expect(unknown.status).toBe(200);
      expect(unknown.headers.get('cache-control')).toBe('no-store');
      expect(unknown.headers.get('content-type')).toContain(accept);
      expect(unknown.answer).toEqual({
        errors: [
          {
            message: 'PersistedQueryNotFound',
            extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', requestId: unknown.headers.get('x-request-id') },
          },
        ],
      });
    },
  );

  it('are known by their hash once they ran, by POST and by GET, with other variables', async () => {
    const query = 'query ($id: ID!) { node(id: $id) { __typename } typename: __typename }';
    const data = { node: null, typename: 'Query' };
    const first = await post({ query, variables: { id: 'a' }, extensions: persisted(hashOf(query)) });
    expect(first.answer).toMatchObject({ data });

    expect((await post({ variables: { id: 'b' }, extensions: persisted(hashOf(query)) })).answer).toMatchObject({
      data,
    });
    expect((await get(persisted(hashOf(query)), { id: 'c' })).answer).toMatchObject({ data });
    expect((await get(persisted(hashOf(query)))).code).toBe('BAD_USER_INPUT');
  });

  it('do no mutation by GET', async () => {
    const query = 'mutation { upvotePaper(input: { paperId: "x" }) { userErrors { code } } }';
    await post({ query, extensions: persisted(hashOf(query)) });

    expect((await get(persisted(hashOf(query)))).status).toBe(405);
  });

  it.each([
    ['is a number', persisted(7), '"persistedQuery.sha256Hash" is 7'],
    ['is an object', persisted({ $ne: null }), '"persistedQuery.sha256Hash" is {"$ne":null}'],
    ['is missing', persisted(undefined), '"persistedQuery.sha256Hash" is null'],
    ['is empty', persisted(''), '"persistedQuery.sha256Hash" is ""'],
    ['is in upper case', persisted(hashOf('{ __typename }').toUpperCase()), '64 digits'],
    ['is too short', persisted(hashOf('{ __typename }').slice(1)), '64 digits'],
    ['is too long', persisted(`${hashOf('{ __typename }')}0`), '64 digits'],
    ['ends in a line break', persisted(`${hashOf('{ __typename }')}\n`), '64 digits'],
    ['is of a version to come', persisted(hashOf('{ __typename }'), 2), '"persistedQuery.version" is 2'],
    ['is of a version as text', persisted(hashOf('{ __typename }'), '1'), '"persistedQuery.version" is "1"'],
    ['is of no version', persisted(hashOf('{ __typename }'), null), '"persistedQuery.version" is null'],
    ['is in a list', { persistedQuery: [] }, '"persistedQuery.version" is null'],
    ['is a text', { persistedQuery: 'x' }, '"persistedQuery.version" is null'],
    ['is of another query', persisted(hashOf('{ other }')), 'not the SHA-256 of the query beside it'],
  ])('with a hash that %s are refused', async (_, extensions, part) => {
    const refused = await post({ query: '{ __typename }', extensions });

    expect(refused.status).toBe(400);
    expect(refused.code).toBe('BAD_REQUEST');
    expect(refused.answer.errors?.[0]?.message).toContain(part);
    expect(refused.answer.data).toBeUndefined();
  });

  it('are only those that have a hash where the query is left out', async () => {
    for (const extensions of [{}, { persistedQuery: null }, null]) {
      expect(await post({ extensions })).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
      expect(await post({ query: '{ __typename }', extensions })).toMatchObject({ status: 200, code: undefined });
    }
  });

  it.each([
    ['does not parse', '{', 'GRAPHQL_PARSE_FAILED'],
    ['is not valid', '{ nonsense }', 'GRAPHQL_VALIDATION_FAILED'],
    ['has too many tokens', `{ ${'__typename '.repeat(2000)} }`, 'LIMIT_EXCEEDED'],
    ['is nested too deep', `{${'['.repeat(20_000)}`, 'LIMIT_EXCEEDED'],
    [
      'is too dear',
      '{ papers(first: 100) { nodes { upvotes(first: 100) { nodes { upvotes(first: 100) { nodes { id } } } } } } }',
      'LIMIT_EXCEEDED',
    ],
    ['has a lone surrogate', '{ paper(slug: "\ud800") { id } }', 'BAD_REQUEST'],
  ])('are not kept where the document %s', async (_, query, code) => {
    expect((await post({ query, extensions: persisted(hashOf(query)) })).code).toBe(code);
    expect(await isKept(query)).toBe(false);
  });

  it('are not told by a document that came without its hash', async () => {
    expect((await post({ query: '{ feedTimeZone }' })).status).toBe(200);
    expect(await isKept('{ feedTimeZone }')).toBe(false);
  });
});

describe('PersistedDocuments', () => {
  const parametersOf = (query: string | null, hash: string) => ({
    query,
    operationName: null,
    variables: null,
    extensions: persisted(hash),
  });

  it('forgets what was not asked for longest, within its bytes', () => {
    const documents = new PersistedDocuments(limitsWith({ persistedBytes: 10_000 }));
    const queries = Array.from({ length: 30 }, (_, index) => `{ a${index}: __typename }`.padEnd(250));
    const isKept = (query: string) => {
      try {
        return documents.find(parametersOf(null, hashOf(query))).source === query;
      } catch {
        return false;
      }
    };

    for (const query of queries) {
      documents.keep(documents.find(parametersOf(query, hashOf(query))));
      isKept(queries[0]!);
    }

    // 1,000 bytes each.
    expect(queries.filter(isKept)).toEqual([queries[0], ...queries.slice(-9)]);
  });
});
