import { rememberSecretsIn, rememberSecret } from './secrets/known-secrets';
import type { Answer, TestServer } from './test-server';

/** Sends operations to the API at an address, as a client would. */
export function apiClient(url: string): Pick<TestServer, 'ask' | 'data'> {
  async function ask<Data>(query: string, variables: object = {}, token?: string): Promise<Answer<Data>> {
    if (token) rememberSecret(token);
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    rememberSecretsIn(text);
    const { data, errors } = JSON.parse(text) as Answer<Data>;
    return { data, errors };
  }
  return {
    ask,
    async data<Data>(query: string, variables?: object, token?: string): Promise<Data> {
      const answer = await ask<Data>(query, variables, token);
      if (answer.errors) throw new Error(JSON.stringify(answer.errors, null, 2));
      return answer.data as Data;
    },
  };
}
