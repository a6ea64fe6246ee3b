import { parse } from 'graphql';
import { apiSchema } from '../../../src/schema';
import { movedBy } from '../../../src/web/answering/moved-by';

const THREAD =
  'comments(first: 3, orderBy: { field: UPVOTES }) { nodes { body replies(first: 2) { nodes { body } } } }';

describe('an answer', () => {
  it.each([
    '{ __typename }',
    '{ papers(first: 3) { nodes { title upvoteCount } } }',
    `{ paper(slug: "a") { ${THREAD} } }`,
    `query ($id: ID!) { node(id: $id) { id ... on Paper { ${THREAD} } } }`,
    `{ papers(first: 3) { nodes { ...Shown } } } fragment Shown on Paper { ${THREAD} }`,
    '{ author(id: "a") { papers(first: 3) { nodes { title } } } }',
    '{ search(query: "trees") { nodes { title } } }',
    '{ authors(first: 3) { nodes { name } } }',
  ])('is moved by votes and comments of what it shows: %s', (query) => {
    expect(movedBy(apiSchema(), parse(query))).toBe('its papers');
  });

  it.each([
    '{ papers(first: 3, orderBy: { field: UPVOTES }) { nodes { title } } }',
    '{ papers(first: 3, filter: { hasCode: true }) { nodes { title } } }',
    '{ paper(slug: "a") { authors { nodes { papers(orderBy: { field: TRENDING }) { nodes { title } } } } } }',
    'query ($id: ID!) { node(id: $id) { ... on Comment { upvoteCount } } }',
    'query ($id: ID!) { node(id: $id) { ... on User { upvotes { totalCount } } } }',
    '{ trending { nodes { title } } }',
    '{ edition { papers { nodes { title } } } }',
  ])('is moved by votes and comments of any paper: %s', (query) => {
    expect(movedBy(apiSchema(), parse(query))).toBe('any paper');
  });

  it.each([
    '{ rateLimit { remaining } }',
    '{ __schema { types { name } } }',
    '{ paper(slug: "a") { upvoteHistory(interval: DAY) { upvoteCount } } }',
    '{ paper(slug: "a") { sources { fetchedAt } } }',
    '{ user(handle: "ada") { name } }',
    '{ changes(first: 3) { headCursor } }',
    '{ search(query: "trees", mode: HYBRID) { nodes { title } } }',
    '{ authors(query: "ada") { nodes { name } } }',
    '{ papers(first: 3) { nodes { title ...Shown } } } fragment Shown on Paper { related { paper { title } } }',
  ])('is moved by more than is told: %s', (query) => {
    expect(movedBy(apiSchema(), parse(query))).toBeNull();
  });
});
