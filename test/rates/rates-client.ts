import { parseList } from 'structured-headers';
import { rememberSecretsIn } from '../support/secrets/known-secrets';
import type { Answer, TestServer } from '../support/test-server';

export interface Asking {
  token?: string;
  /** What a proxy would say of where the request comes from. */
  forwardedFor?: string;
  body?: string;
}

export interface Asked extends Answer<Record<string, unknown>> {
  status: number;
  retryAfter: string | null;
  requestId: string | null;
  /** What the headers say of each policy, `{ points: { q, w, r, t } }`. */
  rates: Record<string, Record<string, unknown>>;
}

/** Asks over HTTP, and reads what the answer says of rates. */
export async function ask({ url }: Pick<TestServer, 'url'>, query: string, asking: Asking = {}): Promise<Asked> {
  const { token, forwardedFor, body = JSON.stringify({ query }) } = asking;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
      ...(forwardedFor && { 'x-forwarded-for': forwardedFor }),
    },
    body,
  });
  const text = await response.text();
  rememberSecretsIn(text);
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    requestId: response.headers.get('x-request-id'),
    rates: ratesIn(response.headers),
    ...(JSON.parse(text) as Answer<Record<string, unknown>>),
  };
}

/** A member of a list of structured fields with its parameters. */
type Member = [string, Map<string, unknown>];

/** Joins both lists by the names of the policies, each of which is in both. */
function ratesIn(headers: Headers): Asked['rates'] {
  const membersOf = (name: string) => parseList(headers.get(name) ?? '') as Member[];
  const limits = new Map(membersOf('ratelimit'));
  const policies = membersOf('ratelimit-policy');
  if (policies.length !== limits.size) throw new Error('The two headers do not speak of the same policies.');
  return Object.fromEntries(
    policies.map(([name, policy]) => [name, Object.fromEntries([...policy, ...(limits.get(name) ?? [])])]),
  );
}

/** A query that costs so many points, two at least: 1 for itself, and of each list 1 and its length. */
export function costing(points: number): string {
  const lists: string[] = [];
  for (let left = points - 1; left > 0; left -= 101) {
    lists.push(`l${lists.length}: papers(first: ${Math.min(100, left - 1)}) { nodes { id } }`);
  }
  return `{ ${lists.join(' ')} }`;
}
