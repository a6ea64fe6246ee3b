import { GraphQLError, Kind } from 'graphql';
import { requestError } from '../../src/graphql/errors';
import { formatError } from '../../src/web/error-formatting';

const SECRET = 'select * from secrets';
const nodes = [{ kind: Kind.NAME, value: 'x', loc: { start: 0, end: 1, source: { body: 'x' } } }] as never;

describe('formatError', () => {
  it.each([
    ['what a resolver threw', new GraphQLError(SECRET, { path: ['a'], originalError: new Error(SECRET) })],
    ['an error of ours at a field', new GraphQLError(SECRET, { path: ['a'] })],
    ['what a plugin threw, which Apollo wraps', new GraphQLError(SECRET, { originalError: new RangeError(SECRET) })],
    ['an unknown code', new GraphQLError(SECRET, { extensions: { code: 'SECRET' } })],
    ['any other error', new Error(SECRET)],
  ])('masks %s', (_, error) => {
    const formatted = formatError({ message: SECRET, extensions: { stack: SECRET } }, error);
    expect(JSON.stringify(formatted)).not.toContain('secrets');
    expect(formatted.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
  });

  it.each([
    ['a refusal of ours', requestError('BAD_USER_INPUT', 'It is too long.')],
    ['a variable that does not fit', new GraphQLError('It does not fit.', { nodes, originalError: new TypeError() })],
    ['a document that the schema does not take', new GraphQLError('There is no such field.', { nodes })],
  ])('shows %s', (_, error) => {
    expect(formatError(error.toJSON(), error).message).toBe(error.message);
  });
});
