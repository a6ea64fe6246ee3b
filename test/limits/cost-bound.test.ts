import { execute, getNamedType, GraphQLSchema, isAbstractType, isObjectType, parse } from 'graphql';
import { getOperationAST, getVariableValues } from 'graphql';
import { limitsWith } from '../../src/graphql/limits';
import { nodeId } from '../../src/graphql/node';
import { OperationMeter } from '../../src/limits/operation-meter';
import { apiSchema } from '../../src/schema';
import { plainText, RandomDocument, RandomDocuments } from '../support/random-documents';
import { randomNumbers } from '../support/random-numbers';
import { requestContext } from '../support/request-context';
import { buildTown, Town } from '../support/town';
import { memberWith } from '../support/viewers';

type Shown = { __typename?: string };

/** Without bounds: what a document costs is to be known here however much it is. */
const UNBOUNDED = limitsWith({ cost: Infinity, aliases: Infinity, depth: Infinity, rootFields: Infinity });

describe('what an operation costs', () => {
  let town: Town;
  let schema: GraphQLSchema;
  beforeAll(async () => {
    town = await buildTown();
    schema = apiSchema();
  });
  afterAll(() => town.server.close());

  /** Objects of an answer, of which an edge and its node are one. Documents at random ask each object for its type. */
  function objectsIn(value: unknown): number {
    if (typeof value !== 'object' || value === null) return 0;
    const below = Object.values(value).reduce<number>((sum, each) => sum + objectsIn(each), 0);
    if (Array.isArray(value)) return below;
    return 1 + below - (isEdgeWithNode(value) ? 1 : 0);
  }

  function isEdgeWithNode(value: Shown): boolean {
    const type = value.__typename?.endsWith('Edge') ? schema.getType(value.__typename) : undefined;
    if (!isObjectType(type)) return false;
    const node = getNamedType(type.getFields().node!.type);
    const names = isAbstractType(node) ? schema.getPossibleTypes(node).map(({ name }) => name) : [node.name];
    return Object.values(value).some((below) => names.includes((below as Shown | null)?.__typename ?? ''));
  }

  /** The cost of a document and the objects of its answer; null where its variables do not fit or a list is too long. */
  async function measure({ query, variables }: RandomDocument) {
    const document = parse(query);
    const operation = getOperationAST(document)!;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    if (!coerced) return null;
    const cost = new OperationMeter(UNBOUNDED, schema, document, coerced).costOf(operation);
    const contextValue = requestContext(town.server.database, memberWith('moderate'));
    const { data } = await execute({ schema, document, variableValues: variables, contextValue });
    // As it is sent: an instant is no object then.
    return { cost, objects: objectsIn(JSON.parse(JSON.stringify(data ?? null))) };
  }

  it('is never below the objects that it returns, over 2,000 documents at random', async () => {
    const ids = [...Object.values(town.ids), nodeId('Paper', 999), 'none'];
    const random = randomNumbers(7);
    const documents = new RandomDocuments(schema, random, (scalar) => plainText(scalar, random, ids));
    let dearest = 0;
    for (let count = 0; count < 2000; count++) {
      const document = count % 10 === 9 ? documents.mutation() : documents.query();
      // A token whose secret nobody sees would be one that the search for secrets does not know.
      if (document.query.includes('createAccessToken')) continue;
      const measured = await measure(document);
      if (!measured) continue;
      const { cost, objects } = measured;
      if (objects > cost) expect({ document, objects }).toEqual({ document, objects: `at most ${cost}` });
      dearest = Math.max(dearest, objects);
    }
    expect(dearest).toBeGreaterThan(100);
  }, 240_000);
});
