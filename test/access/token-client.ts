import type { Answer } from '../support/test-server';

export interface TokenAnswer {
  accessToken: {
    id: string;
    name: string;
    scopes: string[];
    expiresAt: string | null;
    revokedAt: string | null;
    lastUsedAt: string | null;
  } | null;
  secret?: string | null;
  clientMutationId: string | null;
  userErrors: { code: string; message: string; path: string[] | null }[];
}

export type Asked = Promise<Answer<{ answer: TokenAnswer | null }>>;

interface Asks {
  ask: <Data>(query: string, variables?: object, token?: string) => Promise<Answer<Data>>;
}

const TOKEN = 'accessToken { id name scopes expiresAt revokedAt lastUsedAt }';
const REST = 'clientMutationId userErrors { code message path }';
const CREATE = `mutation ($input: CreateAccessTokenInput!) { answer: createAccessToken(input: $input) { ${TOKEN} secret ${REST} } }`;
const REVOKE = `mutation ($input: RevokeAccessTokenInput!) { answer: revokeAccessToken(input: $input) { ${TOKEN} ${REST} } }`;

/** Makes an access token as a client would. */
export function createToken(server: Asks, input: object, bearer?: string): Asked {
  return server.ask(CREATE, { input: { name: 'a script', scopes: ['READ'], ...input } }, bearer);
}

/** Revokes an access token as a client would. */
export function revokeToken(server: Asks, accessTokenId: string, bearer?: string): Asked {
  return server.ask(REVOKE, { input: { accessTokenId } }, bearer);
}

/** The answer of a mutation that went without top-level errors. */
export async function answered(asked: Asked): Promise<TokenAnswer> {
  const { data, errors } = await asked;
  if (errors || !data?.answer) throw new Error(JSON.stringify(errors));
  return data.answer;
}
