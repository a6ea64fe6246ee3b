import { getNamedType, GraphQLObjectType, isCompositeType } from 'graphql';
import { apiSchema } from '../../src/schema';
import { statementsOf } from '../support/count-statements';
import type { Answer } from '../support/test-server';
import { Crowd, gatherCrowd } from './crowd';
import { FIELD_QUERIES } from './field-queries';

let crowd: Crowd;
beforeAll(async () => {
  crowd = await gatherCrowd();
});
afterAll(() => crowd.server.close());

async function countStatements(query: string): Promise<number> {
  return (await statementsOf(() => crowd.server.data(query, {}, crowd.token))).length;
}

/** The parts of a connection, which come with its page, and what has one parent a request or, as suggestions, a few. */
const isPartOfList = (type: string, field: string) =>
  /(?:Edge|Connection)$/.test(type) && /^(?:edges|nodes?|pageInfo)$/.test(field);
/** A search, suggestions and changes are asked for at the root; what hangs on what they find is read with it. */
const isOnceARequest = (type: string) =>
  ['Query', 'Mutation', 'Subscription', 'UserError', 'Suggestion'].includes(type) ||
  /^(?:PaperSearch|Highlight|Change)|(?:Facets?|Payload|ChangedEvent)$/.test(type);

describe('a field that leads to other rows', () => {
  it('has a row in the table below', () => {
    const types = Object.values(apiSchema().getTypeMap()).filter((type) => type instanceof GraphQLObjectType);
    const fields = types
      .filter((type) => !type.name.startsWith('__') && !isOnceARequest(type.name))
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type: type.name, field })))
      .filter(({ type, field }) => isCompositeType(getNamedType(field.type)) && !isPartOfList(type, field.name))
      .map(({ type, field }) => `${type}.${field.name}`);
    expect(Object.keys(FIELD_QUERIES)).toEqual(expect.arrayContaining(fields));
  });

  it.each(Object.entries(FIELD_QUERIES))(
    '%s takes as many statements for 1, 20 and 100 parents',
    async (name, query) => {
      const counts: number[] = [];
      for (const parents of [1, 20, 100]) counts.push(await countStatements(query(crowd, parents)));
      expect(counts).toEqual(Array(3).fill(counts[0]));
    },
  );

  it.each(Object.entries(FIELD_QUERIES))(
    '%s answers something for nearly every parent, so that the count means something',
    async (name, query) => {
      const { nodes } = await crowd.server.data<{ nodes: { field: unknown }[] }>(query(crowd, 100), {}, crowd.token);
      expect(nodes).toHaveLength(100);
      const empty = nodes.filter(({ field }) => field === null || JSON.stringify(field).includes('[]'));
      // People see their own tokens and claims alone; the first day has none before it, and the last none after; the one who asks
      // is a moderator, and suspended everybody else.
      const withOneEmpty = /^(?:Edition\..*Date|User\.suspension|Suspension\..*)$/;
      expect(empty.length).toBe(
        /^User\.(?:accessTokens|claims|webhooks)$/.test(name) ? 99 : withOneEmpty.test(name) ? 1 : 0,
      );
    },
  );
});

describe('a request', () => {
  const ASKING_WHO = 1;

  it('reads 10 papers of each of 100 authors in one statement', async () => {
    const query = '{ authors(first: 100) { nodes { papers(first: 10) { nodes { title upvoteCount } } } } }';
    expect(await countStatements(query)).toBe(ASKING_WHO + 2);
  });

  it('takes one statement a level, however deep lists stand below lists', async () => {
    const query = `{ papers(first: 5) { nodes { authors(first: 3) { nodes {
      papers(first: 3) { nodes { upvotes(first: 3) { nodes { comments(first: 3) { nodes { replies(first: 3) { nodes { id } } } } } } } }
    } } } } }`;
    expect(await countStatements(query)).toBe(ASKING_WHO + 6);
  });

  it('takes one statement for each set of arguments of a list', async () => {
    const query =
      '{ papers(first: 50) { nodes { a: authors(first: 1) { nodes { id } } b: authors(last: 1) { nodes { id } } } } }';
    expect(await countStatements(query)).toBe(ASKING_WHO + 3);
  });

  it.each([
    ['papers(filter: { hasCode: true })', 1],
    ['papers', 1],
    ['authors(query: "a")', 1],
    ['authors', 1],
    ['editions', 1],
  ])('counts %s only where a client asks', async (list, more) => {
    const without = await countStatements(`{ ${list} { nodes { id } } }`);
    expect(without).toBe(ASKING_WHO + 1);
    expect(await countStatements(`{ ${list} { nodes { id } totalCount totalCountIsLowerBound } }`)).toBe(
      without + more,
    );
  });

  it('reads kept counts of relations without a statement', async () => {
    const lists = '{ papers(first: 20) { nodes { upvotes(first: 1) { nodes { id } COUNT } } } }';
    const without = await countStatements(lists.replace('COUNT', ''));
    expect(await countStatements(lists.replace('COUNT', 'totalCount'))).toBe(without);
  });
});

/** Statements are prepared by each connection, and PostgreSQL refuses those of which the columns of the answer have changed since. */
describe('a column that the next migration adds beside this server', () => {
  it('leaves what every statement answers as it was', async () => {
    const { pool } = crowd.server.database;
    const queries = [
      ...Object.values(FIELD_QUERIES).map((query) => query(crowd, 20)),
      ...['papers', 'trending', 'authors', 'editions', 'claims', 'newcomerComments', 'search(query: "topic")'].map(
        (list) => `{ ${list} { nodes { __typename } totalCount } }`,
      ),
    ];
    // One after the other, so that each comes to a connection that has prepared it.
    const answers = async () => {
      const given: Answer[] = [];
      for (const query of queries) given.push(await crowd.server.ask(query, {}, crowd.token));
      return given;
    };
    const before = await answers();

    const { rows } = await pool.query<{ name: string }>(`
      select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`);
    for (const { name } of rows) await pool.query(`alter table ${name} add column added_later integer default 1`);

    expect(rows.length).toBeGreaterThan(20);
    expect(await answers()).toEqual(before);
    expect(before.filter(({ errors }) => errors)).toEqual([]);
  });
});
