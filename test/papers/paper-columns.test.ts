import { getNamedType, GraphQLField, GraphQLObjectType, isLeafType } from 'graphql';
import { apiSchema } from '../../src/schema';
import { buildTown, Town } from '../support/town';

let town: Town;
beforeAll(async () => {
  town = await buildTown();
  await town.server.database.pool.query(`
    update papers set arxiv_id = '2501.' || (10000 + id), doi = '10.1000/' || id, abstract = 'About ' || id,
      author_count = id, categories = array['cs.LG', 'c.' || id], keywords = array['k' || id];
    update authors set orcid = '0000-0002-1825-' || lpad(id::text, 4, '0'), paper_count = id;
    update paper_stats set trending_day = (now() at time zone 'UTC')::date where paper_id <= 2`);
});
afterAll(() => town.server.close());

const schema = apiSchema();
const fieldsOf = (type: string) => Object.values((schema.getType(type) as GraphQLObjectType).getFields());

/** What a field must be given. */
const ARGUMENTS: Record<string, string> = {
  upvoteHistory: '(interval: DAY, from: "2025-03-30T00:00:00Z", to: "2025-04-05T00:00:00Z")',
};

/** A field with all that is a plain value below it. */
function whole(field: GraphQLField<unknown, unknown>): string {
  const type = getNamedType(field.type);
  if (isLeafType(type)) return field.name;
  const values = Object.values((type as GraphQLObjectType).getFields()).filter((below) =>
    isLeafType(getNamedType(below.type)),
  );
  return `${field.name}${ARGUMENTS[field.name] ?? ''} { __typename ${values.map((value) => value.name).join(' ')} }`;
}

const ofPaper = (town: Town) => `paper(id: "${town.ids.paper}")`;

/** Every way to many papers, by what leads to them; PAPER stands where their fields go. */
const WAYS: Record<string, (town: Town) => string> = {
  ...Object.fromEntries(
    ['PUBLISHED_ON', 'UPVOTES', 'TRENDING', 'SUBMITTED_AT', 'CREATED_AT'].map((field) => [
      `Query.papers by ${field}`,
      () => `{ papers(orderBy: { field: ${field} }) { edges { cursor node { PAPER } } } }`,
    ]),
  ),
  'Query.trending': () => '{ trending { edges { cursor node { PAPER } } } }',
  'Query.trending, a window': () => '{ trending(window: DAY) { edges { cursor node { PAPER } } } }',
  'Query.papers, a fragment': () => '{ papers { ...Page } } fragment Page on PaperConnection { nodes { PAPER } }',
  'Query.paper': () => '{ paper(arxivId: "2501.10001") { PAPER } }',
  'Query.papersByArxivId': () => '{ papersByArxivId(arxivIds: ["2501.10001", "2501.10003"]) { PAPER } }',
  'Author.papers': ({ ids }) =>
    `{ author(id: "${ids.author}") { papers { edges { cursor position node { PAPER } } } } }`,
  'User.upvotes': ({ ids }) =>
    `{ node(id: "${ids.user}") { ... on User { upvotes { edges { votedAt node { PAPER } } } } } }`,
  'Edition.papers': ({ ids }) =>
    `{ node(id: "${ids.edition}") { ... on Edition { papers { edges { rank node { PAPER } } } } } }`,
  'Mutation.removePaperUpvote': ({ ids }) =>
    `mutation { removePaperUpvote(input: { paperId: "${ids.paper}" }) { paper { PAPER } } }`,
  'Mutation.upvotePaper': ({ ids }) =>
    `mutation { upvotePaper(input: { paperId: "${ids.paper}" }) { paper { PAPER } } }`,
};

/** Every value that stands under a name anywhere in an answer, in order. */
function valuesUnder(name: string, answer: unknown): unknown[] {
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer as Record<string, unknown>).flatMap(([key, value]) =>
    key === name ? [value] : valuesUnder(name, value),
  );
}

describe('a list reads what the request shows', () => {
  describe.each(Object.entries(WAYS))('%s', (_way, query) => {
    it.each(fieldsOf('Paper').map((field) => [field.name, whole(field)]))(
      'answers %s alone as beside everything else',
      async (_name, selection) => {
        const ask = (fields: string) => town.server.data(query(town).replace('PAPER', fields), {}, town.token);
        // The vote has to be there to be taken back, and the other way round; the same question twice changes nothing.
        const all = await ask(`shown: ${selection} ${fieldsOf('Paper').map(whole).join(' ')}`);
        const alone = await ask(`shown: ${selection}`);
        expect(valuesUnder('shown', alone)).toEqual(valuesUnder('shown', all));
        expect(valuesUnder('shown', alone)).not.toHaveLength(0);
        expect(JSON.stringify(alone)).not.toBe('{}');
      },
    );
  });

  describe.each(['Author', 'PaperAuthorEdge'])('Paper.authors', (type) => {
    it.each(fieldsOf(type).map((field) => [`${type}.${field.name}`, whole(field)]))(
      'answers %s alone as beside everything else',
      async (_name, selection) => {
        const fields = (of: string) => fieldsOf(of).map(whole).join(' ');
        const ask = (edge: string, node: string) =>
          town.server.data(
            `{ ${ofPaper(town)} { authors { edges { __typename ${edge} node { __typename ${node} } } } } }`,
          );
        const shown = `shown: ${selection}`;
        const [onEdge, onNode] = type === 'Author' ? ['', shown] : [shown, ''];
        const alone = valuesUnder('shown', await ask(onEdge, onNode));
        expect(alone).toHaveLength(15);
        const all = await ask(`${onEdge} ${fields('PaperAuthorEdge')}`, `${onNode} ${fields('Author')}`);
        expect(alone).toEqual(valuesUnder('shown', all));
      },
    );
  });
});
