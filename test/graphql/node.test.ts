import { GraphQLObjectType, isInterfaceType } from 'graphql';
import { nodeId } from '../../src/graphql/node';
import { apiSchema } from '../../src/schema';
import { buildTown, Town } from '../support/town';

let town: Town;
let idByType: Record<string, string>;
beforeAll(async () => {
  town = await buildTown();
  idByType = {
    AccessToken: nodeId('AccessToken', 1),
    Author: town.ids.author,
    Authorship: nodeId('Authorship', `${town.papers[0]}.2`),
    AuthorshipClaim: nodeId('AuthorshipClaim', town.claim),
    Comment: town.ids.comment,
    CommentEdit: nodeId('CommentEdit', 1),
    Edition: town.ids.edition,
    Paper: town.ids.paper,
    PaperLink: nodeId('PaperLink', town.links[0] ?? 0),
    Submission: nodeId('Submission', town.listings[0] ?? 0),
    User: town.ids.user,
    Webhook: town.ids.webhook,
    WebhookDelivery: nodeId('WebhookDelivery', 1),
  };
});
afterAll(() => town.server.close());

interface Found {
  __typename: string;
  id: string;
}

async function nodes(ids: string[], token?: string): Promise<(Found | null)[]> {
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
  return (await town.server.data<{ nodes: (Found | null)[] }>(query, { ids }, token)).nodes;
}

async function node(id: string, token?: string): Promise<Found | null> {
  const query = 'query ($id: ID!) { node(id: $id) { __typename id } }';
  return (await town.server.data<{ node: Found | null }>(query, { id }, token)).node;
}

const encoded = (text: string) => Buffer.from(text).toString('base64url');

/** Texts that are no ids, or ids of rows that there are not. */
const NO_IDS = [
  ...['', 'nonsense', 'Paper:1', '!!!', 'é'.repeat(40), 'A'.repeat(10_000)],
  ...['Paper:0', 'Paper:-1', 'Paper:01', 'Paper:1.5', 'Paper:2147483648', 'Paper:999999', 'Paper:'].map(encoded),
  ...['Paper', 'Paper:1 ', 'paper:1', 'Nothing:1', 'constructor:1', '__proto__:1', 'PaperEdge:1'].map(encoded),
  ...['Authorship:1', 'Authorship:1.0', 'Authorship:1.1.1', 'Authorship:.', 'Authorship:1.99999'].map(encoded),
  ...['Edition:1', 'Edition:0000-01-01', 'Edition:2025-02-30', 'Edition:9999-12-31', 'Edition:2025-1-1'].map(encoded),
];

describe('node', () => {
  it('finds each type of node by its id, of at most 64 characters', async () => {
    const types = Object.values(apiSchema().getTypeMap()).filter(
      (type) =>
        type instanceof GraphQLObjectType &&
        type.getInterfaces().some((of) => isInterfaceType(of) && of.name === 'Node'),
    );
    expect(Object.keys(idByType).sort()).toEqual(types.map((type) => type.name).sort());
    for (const [type, id] of Object.entries(idByType)) {
      expect(await node(id, town.token)).toEqual({ __typename: type, id });
      expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    }
  });

  it.each(NO_IDS)('is null for %j', async (id) => {
    expect(await node(id, town.token)).toBeNull();
  });

  it('does not know an id in another spelling of base64', async () => {
    const id = nodeId('Paper', 12);
    const padded = Buffer.from('Paper:12').toString('base64');
    expect(padded).not.toBe(id);
    expect(await node(id)).not.toBeNull();
    expect(await node(padded)).toBeNull();
  });

  it('shows an access token to its owner alone', async () => {
    const id = nodeId('AccessToken', 1);
    const stranger = await town.server.signUp('stranger');
    expect(await node(id, town.token)).toEqual({ __typename: 'AccessToken', id });
    expect(await node(id, stranger)).toBeNull();
    expect(await node(id)).toBeNull();
  });
});

describe('nodes', () => {
  it('answers in the order asked, with null where an id leads to nothing, and repeats what is asked twice', async () => {
    const ids = [...Object.values(idByType).reverse(), 'nonsense', town.ids.paper, nodeId('Paper', 999_999)];
    const answers = await nodes(ids, town.token);
    expect(answers.map((one) => one?.id ?? null)).toEqual([...ids.slice(0, -3), null, town.ids.paper, null]);
  });

  it('takes 100 ids, and none', async () => {
    expect(await nodes(Array<string>(100).fill(town.ids.paper))).toHaveLength(100);
    expect(await nodes([])).toEqual([]);
  });

  it('refuses 101 ids with a sentence', async () => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const { errors } = await town.server.ask(query, { ids: Array<string>(101).fill('x') });
    expect(errors?.[0]?.message).toBe('"ids" has 101 entries; at most 100 are accepted.');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'ids' });
  });
});
