import { buildSchema, getOperationAST, OperationDefinitionNode, parse, validate } from 'graphql';
import { refuseSubscription } from '../../src/web/protocol/operation-kind';

const schema = buildSchema('type Query { a: Int } type Mutation { a: Int } type Subscription { a: Int }');

function operation(source: string): OperationDefinitionNode {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  return getOperationAST(document) as OperationDefinitionNode;
}

describe('refuseSubscription', () => {
  it('refuses a subscription of a schema that has it', () => {
    expect(() => refuseSubscription(operation('subscription { a }'))).toThrow('This is a subscription');
  });

  it.each(['{ a }', 'query { a }', 'mutation { a }'])('lets %s pass', (source) => {
    expect(() => refuseSubscription(operation(source))).not.toThrow();
  });
});
