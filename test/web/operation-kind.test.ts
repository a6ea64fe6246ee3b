import { buildSchema, getOperationAST, OperationDefinitionNode, parse, validate } from 'graphql';
import { requireKind } from '../../src/web/protocol/operation-kind';

const schema = buildSchema('type Query { a: Int } type Mutation { a: Int } type Subscription { a: Int }');

function operation(source: string): OperationDefinitionNode {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  return getOperationAST(document) as OperationDefinitionNode;
}

describe('requireKind', () => {
  it('refuses a subscription where one response is given', () => {
    expect(() => requireKind(operation('subscription { a }'), false)).toThrow('This is a subscription');
  });

  it.each([
    ['{ a }', 'This is a query'],
    ['mutation { a }', 'This is a mutation'],
  ])('refuses %s where events are followed', (source, sentence) => {
    expect(() => requireKind(operation(source), true)).toThrow(sentence);
  });

  it.each(['{ a }', 'query { a }', 'mutation { a }'])('lets %s pass', (source) => {
    expect(() => requireKind(operation(source), false)).not.toThrow();
  });

  it('lets a subscription pass where events are followed', () => {
    expect(() => requireKind(operation('subscription { a }'), true)).not.toThrow();
  });
});
