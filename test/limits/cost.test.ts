import { getVariableValues, Kind, OperationDefinitionNode, parse, validate } from 'graphql';
import { limitsWith } from '../../src/graphql/limits';
import { OperationMeter } from '../../src/limits/operation-meter';
import { apiSchema } from '../../src/schema';

const schema = apiSchema();

function costOf(source: string, variables: Record<string, unknown> = {}): number {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  const operation = document.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  )!;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  return new OperationMeter(limitsWith(), schema, document, coerced!).costOf(operation);
}

const WEEK = 'interval: DAY, from: "2025-01-01T00:00:00Z", to: "2025-01-08T00:00:00Z"';

describe('the cost of an operation', () => {
  it.each([
    ['the request', '{ __typename }', 1],
    ['a single reference', '{ viewer { handle name } }', 2],
    ['a list: the connection and its nodes', '{ papers(first: 10) { nodes { title } } }', 12],
    ['an edge and its node as one', '{ papers(first: 10) { edges { cursor node { title } } } }', 12],
    ['a node that is asked for twice as two', '{ papers(first: 10) { edges { a: node { id } b: node { id } } } }', 22],
    ['edges and nodes side by side as both', '{ papers(first: 10) { edges { cursor } nodes { title } } }', 22],
    ['a page of the default size', '{ papers { nodes { title } } }', 22],
    ['a page asked for backwards', '{ papers(last: 7) { nodes { title } } }', 9],
    ['the page info', '{ papers(first: 0) { pageInfo { endCursor } } }', 3],
    ['a count', '{ papers(first: 0) { totalCount } }', 12],
    ['a count asked for twice as one', '{ papers(first: 0) { totalCount totalCountIsLowerBound } }', 12],
    ['a look-up by list', '{ papersByArxivId(arxivIds: ["a", "b", "c"]) { title } }', 4],
    [
      'nodes by list, of the dearest type',
      '{ nodes(ids: ["a", "b"]) { id ... on Author { papers(first: 5) { nodes { slug } } } ... on Paper { slug } } }',
      15,
    ],
    [
      'a history by the steps between its ends',
      `{ paper(slug: "x") { upvoteHistory(${WEEK}) { upvoteCount } } }`,
      2 + 9,
    ],
    [
      'a history without its beginning as the longest',
      '{ paper(slug: "x") { upvoteHistory(interval: DAY, to: "2025-01-08T00:00:00Z") { upvoteCount } } }',
      2 + 400,
    ],
    [
      'a history that is too long as the longest',
      '{ paper(slug: "x") { upvoteHistory(interval: HOUR, from: "2020-01-08T00:00:00Z") { upvoteCount } } }',
      2 + 400,
    ],
    [
      'related papers by how many are asked for, with what is below each',
      '{ paper(slug: "x") { related(first: 7) { paper { title } reasons { words authors { name } } } } }',
      2 + 7 * (1 + 1 + 1 + 5),
    ],
    ['related papers without a number as ten', '{ paper(slug: "x") { related { paper { title } } } }', 2 + 10 * 2],
    ['introspection by its lists', '{ __schema { queryType { name } types { name fields { name } } } }', 201],
    ['equal fields, merged', '{ viewer { handle } viewer { name } }', 2],
    [
      'fragments, spread',
      '{ viewer { ...F } ...Q } fragment F on User { name } fragment Q on Query { viewer { id } }',
      2,
    ],
    ['a mutation', 'mutation { upvotePaper(input: { paperId: "x" }) { paper { title } } }', 3],
  ])('counts %s', (_, source, cost) => {
    expect(costOf(source)).toBe(cost);
  });

  it('lets 100 papers with 100 authors each be one request', () => {
    const source =
      '{ papers(first: 100) { nodes { title authors(first: 100) { edges { position node { name } } } } } }';
    expect(costOf(source)).toBe(1 + 1 + 100 * (1 + 1 + 100));
  });

  it('lets 100 papers with the history of four weeks each be one request, and 20 with the longest', () => {
    const span = 'from: "2025-01-01T00:00:00Z", to: "2025-01-29T00:00:00Z"';
    const weeks = `{ papers(first: 100) { nodes { upvoteHistory(interval: DAY, ${span}) { upvoteCount } } } }`;
    expect(costOf(weeks)).toBe(1 + 1 + 100 * (1 + 30));
    const longest = '{ papers(first: 20) { nodes { upvoteHistory(interval: DAY) { upvoteCount } } } }';
    expect(costOf(longest)).toBe(1 + 1 + 20 * (1 + 400));
  });

  it('reads page sizes and directives from variables and their defaults', () => {
    const source = `query ($n: Int = 30, $more: Boolean!) { papers(first: $n) { nodes { title links @include(if: $more) { url } } } }`;
    expect(costOf(source, { more: false })).toBe(32);
    expect(costOf(source, { n: 3, more: false })).toBe(5);
    expect(costOf(source, { n: 3, more: true })).toBe(5 + 3 * 50);
  });
});
