import type { FormattedExecutionResult } from 'graphql';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';
import { Refusal } from './refusal';

/** Servers of GraphQL have always answered in the first one; the second one says by the status what came of a request. */
const OFFERED = ['application/json; charset=utf-8', 'application/graphql-response+json; charset=utf-8'] as const;

export type ResponseType = (typeof OFFERED)[number];

/** What programs send is the same each time, and one of few. */
const typeByAccept = new LRUCache<string, ResponseType | 'none'>({ max: 100, memoMethod: negotiate });

/** The media type that a client likes best of those that we speak; undefined where it takes neither. */
export function responseTypeFor(accept: string | undefined): ResponseType | undefined {
  if (!accept) return OFFERED[0];
  const type = typeByAccept.memo(accept);
  return type === 'none' ? undefined : type;
}

function negotiate(accept: string): ResponseType | 'none' {
  const type = new Negotiator({ headers: { accept } }).mediaType([...OFFERED]);
  return (type as ResponseType | undefined) ?? 'none';
}

/** Settles the media type before anything runs, so that no mutation is done whose answer nobody takes. */
export function requireResponseType(accept: string | undefined): ResponseType {
  const type = responseTypeFor(accept);
  if (type) return type;
  throw new Refusal(
    406,
    'Accept takes neither application/graphql-response+json nor application/json; name one of them.',
  );
}

/** Refusals that say nothing of the document but when to come again: proxies and clients know them by their status. */
const STATUS_OF_LATER: Record<string, number> = { RATE_LIMITED: 429, SERVICE_UNAVAILABLE: 503 };

/**
 * GraphQL over HTTP: `application/json` answers 200 to whatever is well-formed, because old proxies speak that type as
 * well; `application/graphql-response+json` answers 400 where nothing was executed.
 */
export function statusFor(type: ResponseType, { data, errors }: FormattedExecutionResult): number {
  if (data !== undefined) return 200;
  return STATUS_OF_LATER[String(errors?.[0]?.extensions?.code)] ?? (type === OFFERED[0] ? 200 : 400);
}
