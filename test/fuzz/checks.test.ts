import { buildSchema, GraphQLSchema, parse } from 'graphql';

interface Answer {
  status: number | null;
  headers: Record<string, string>;
  text: string;
  failure?: string;
  elapsedMs: number;
}

const { walkAnswer } = jest.requireActual<{
  walkAnswer: (schema: GraphQLSchema, document: object, data: object, onField?: () => void) => string[];
}>('../../fuzz/checks/walk-answer.mjs');
const { internalsIn, Secrets } = jest.requireActual<{
  internalsIn: (text: string) => string[];
  Secrets: new () => { know(secrets: string[]): void; shownAgain(text: string): string[]; has(text: string): boolean };
}>('../../fuzz/checks/find-leaks.mjs');
const { checkAnswer } = jest.requireActual<{
  checkAnswer: (checks: object, request: object, answer: Answer) => string[];
}>('../../fuzz/checks/check-answer.mjs');
const { checkLogLine } = jest.requireActual<{ checkLogLine: (line: string, secrets: object) => string[] }>(
  '../../fuzz/checks/check-log.mjs',
);
const { memoryTrend } = jest.requireActual<{ memoryTrend: (samples: number[]) => { isFlat: boolean } | null }>(
  '../../fuzz/checks/memory.mjs',
);

const SECRET = `dp_${'a1'.repeat(18)}`;
const schema = buildSchema(`
  enum Kind { A B }
  interface Node { id: ID! }
  type Paper implements Node { id: ID! title: String! count: Int kind: Kind parts: [Paper!] }
  type Query { paper: Paper node: Node papers: [Paper!]! }
`);

describe('walkAnswer', () => {
  const misfits = (query: string, data: object) => walkAnswer(schema, parse(query), data);

  it.each([
    ['{ paper { id count kind } }', { paper: { id: 'a', count: 1, kind: 'A' } }],
    ['{ paper { id } other: paper { id } }', { paper: null, other: { id: 'a' } }],
    ['{ node { __typename id ... on Paper { title } } }', { node: { __typename: 'Paper', id: 'a', title: 'b' } }],
    ['{ paper { ...Part } } fragment Part on Node { id }', { paper: { id: 'a' } }],
    ['query ($no: Boolean!) { paper { id title @include(if: $no) } }', { paper: { id: 'a' } }],
    ['{ papers { parts { id } } }', { papers: [{ parts: null }, { parts: [{ id: 'a' }] }] }],
  ])('finds nothing wrong in the answer to %s', (query, data) => {
    expect(misfits(query, data)).toEqual([]);
  });

  it.each([
    ['a field that was not asked for', '{ paper { id } }', { paper: { id: 'a', title: 'b' } }],
    ['a field that is missing', '{ paper { id title } }', { paper: { id: 'a' } }],
    ['null where it is never', '{ paper { title } }', { paper: { title: null } }],
    ['null in a list that has none', '{ papers { id } }', { papers: [null] }],
    ['an object for a list', '{ papers { id } }', { papers: { id: 'a' } }],
    ['a number out of bounds', '{ paper { count } }', { paper: { count: 2 ** 31 } }],
    ['an unknown value of an enum', '{ paper { kind } }', { paper: { kind: 'C' } }],
    ['half of a surrogate pair', '{ paper { title } }', { paper: { title: '\ud800' } }],
    ['a type that there is not', '{ node { __typename id } }', { node: { __typename: 'Nothing', id: 'a' } }],
    ['the name of another type', '{ paper { __typename } }', { paper: { __typename: 'Query' } }],
  ])('finds %s', (_, query, data) => {
    expect(misfits(query, data)).toHaveLength(1);
  });
});

describe('internalsIn', () => {
  it.each([
    'Error: no\n    at Pool.query (/srv/app/db.js:12:34)',
    'at async node:internal/process/task_queues:95:5',
    'Cannot read properties of undefined',
    'Maximum call stack size exceeded',
    'duplicate key value violates unique constraint "papers_doi_key"',
    'invalid input syntax for type integer',
    'select id from papers where id = 1',
    'connect ECONNREFUSED 127.0.0.1:5432',
  ])('finds %j', (text) => {
    expect(internalsIn(text)).not.toEqual([]);
  });

  it.each(['There is no paper here; look at 12:30.', 'Select a paper from the list.', 'Syntax Error: Unexpected "}".'])(
    'finds nothing in %j',
    (text) => {
      expect(internalsIn(text)).toEqual([]);
    },
  );
});

describe('Secrets', () => {
  it('takes a token that is shown once, and finds it the second time', () => {
    const secrets = new Secrets();
    expect(secrets.shownAgain(`{"secret":"${SECRET}"}`)).toEqual([]);
    expect(secrets.shownAgain(`{"secret":"${SECRET}"}`)).toHaveLength(1);
  });

  it('finds tokens that were known from the start', () => {
    const secrets = new Secrets();
    secrets.know([SECRET]);
    expect(secrets.has(`a ${SECRET} b`)).toBe(true);
    expect(secrets.shownAgain(SECRET)).toHaveLength(1);
  });
});

describe('checkAnswer', () => {
  const requestId = '0b453d2a-57eb-4f44-a7af-5d65d6fc70be';
  const good: Answer = {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-request-id': requestId },
    text: '{"data":{"paper":null}}',
    elapsedMs: 10,
  };
  const errors = (error: object) => ({ text: JSON.stringify({ errors: [error] }) });
  const sound = { message: 'It is wrong.', extensions: { code: 'BAD_USER_INPUT', requestId } };
  const request = { isGraphql: true, method: 'POST', raw: null, operation: { query: '{ paper { id } }' } };
  const faults = (changes: Partial<Answer>) =>
    checkAnswer({ schema, secrets: new Secrets(), maxMs: 2000 }, request, { ...good, ...changes });

  it('finds nothing wrong in data, and in errors that are whole', () => {
    expect(faults({})).toEqual([]);
    expect(faults(errors(sound))).toEqual([]);
  });

  it.each<[string, Partial<Answer>]>([
    ['a status of the server', { status: 503 }],
    ['no answer', { status: null, text: '', failure: 'socket hang up' }],
    ['an answer that took too long', { elapsedMs: 2001 }],
    ['no JSON', { text: 'Hello' }],
    ['neither data nor errors', { text: '{}' }],
    ['more than data and errors', { text: '{"data":{"paper":null},"status":200}' }],
    ['another media type', { headers: { ...good.headers, 'content-type': 'text/html' } }],
    ['no errors', { text: '{"errors":[]}' }],
    ['an error without words', errors({ ...sound, message: '' })],
    ['an error without a code', errors({ ...sound, extensions: { requestId } })],
    ['an error of ours', errors({ ...sound, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } })],
    ['an error without the id', errors({ ...sound, extensions: { code: 'BAD_USER_INPUT' } })],
    ['the id of another request', { ...errors(sound), headers: { ...good.headers, 'x-request-id': 'other' } }],
    ['data that do not fit', { text: '{"data":{"paper":{"id":1}}}' }],
  ])('finds %s', (_, changes) => {
    expect(faults(changes)).toHaveLength(1);
  });
});

describe('checkLogLine', () => {
  const line = (entry: object) => JSON.stringify({ level: 20, time: 1, msg: 'request', ...entry });
  const secrets = new Secrets();
  secrets.know([SECRET]);

  it('takes a line of pino', () => {
    expect(checkLogLine(line({}), secrets)).toEqual([]);
  });

  it.each([
    ['a line that is no JSON', '(node:1) Warning: something'],
    ['half a line', '{"level":20,"time":1,"msg":"a'],
    ['a line of somebody else', '{"msg":"forged"}'],
    ['a failure', line({ level: 50 })],
    ['an access token', line({ url: SECRET })],
  ])('finds %s', (_, text) => {
    expect(checkLogLine(text, secrets)).toHaveLength(1);
  });
});

describe('memoryTrend', () => {
  const samples = (of: (at: number) => number) => Array.from({ length: 200 }, (_, at) => of(at));

  it('is flat where memory grows at first and then goes up and down', () => {
    expect(memoryTrend(samples((at) => Math.min(at, 50) + 100 + (at % 7)))?.isFlat).toBe(true);
  });

  it('is not flat where it goes on growing', () => {
    expect(memoryTrend(samples((at) => 100 + at))?.isFlat).toBe(false);
  });

  it('tells nothing of a short run', () => {
    expect(memoryTrend(samples((at) => at).slice(0, 99))).toBeNull();
  });
});
