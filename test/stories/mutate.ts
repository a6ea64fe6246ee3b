import type { TestServer } from '../support/test-server';

/** Sends a mutation as a client would, and answers its payload, which must be without complaint. */
export async function mutate<Payload>(
  api: Pick<TestServer, 'data'>,
  bearer: string,
  name: string,
  input: object,
  selection: string,
): Promise<Payload> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${name}(input: $input) { ${selection} userErrors { code message } } }`;
  const data = await api.data<Record<string, Payload & { userErrors: object[] }>>(query, { input }, bearer);
  expect(data[name]?.userErrors).toEqual([]);
  return data[name] as Payload;
}
