import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { quoted, requestError } from '../../graphql/errors';
import type { Limits } from '../../graphql/limits';
import type { Parameters } from './parameters';
import { Refusal } from './refusal';

/** A text takes two bytes a character at most, and an entry about this much beside it. */
const ENTRY_BYTES = 500;

/** A document, and the hash that the client gave for it, if any. */
export interface AskedDocument {
  source: string;
  hash: string | null;
}

/**
 * Automatic persisted queries: a client sends the SHA-256 of a document in its place, and the document beside it where the
 * hash is unknown. Each process remembers by itself, since asking again heals whatever is missing.
 */
export class PersistedDocuments {
  private readonly sourceByHash: LRUCache<string, string>;

  constructor({ persistedBytes }: Limits) {
    this.sourceByHash = new LRUCache({
      maxSize: persistedBytes,
      sizeCalculation: (source) => 2 * source.length + ENTRY_BYTES,
    });
  }

  /** The document that a request means, in its own words or by its hash. */
  find({ query, extensions }: Parameters): AskedDocument {
    const hash = hashOf(extensions);
    if (query) {
      if (hash !== null) checkHash(query, hash);
      return { source: query, hash };
    }
    if (hash === null) throw new Refusal(400, 'The request has no "query"; it takes a GraphQL document as a string.');
    const source = this.sourceByHash.get(hash);
    // Clients look for exactly these words.
    if (source === undefined) throw requestError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
    return { source, hash };
  }

  /** Remembers a document that was executed: what is refused before that takes no place. */
  keep({ source, hash }: AskedDocument): void {
    if (hash !== null) this.sourceByHash.set(hash, source);
  }
}

function hashOf(extensions: Parameters['extensions']): string | null {
  const persisted = extensions?.persistedQuery;
  if (persisted === undefined || persisted === null) return null;
  const { version, sha256Hash: hash } = Object(persisted) as { version?: unknown; sha256Hash?: unknown };
  if (version !== 1) {
    throw new Refusal(400, `"persistedQuery.version" is ${quoted(version ?? null)}; this server speaks version 1.`);
  }
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) {
    throw new Refusal(
      400,
      `"persistedQuery.sha256Hash" is ${quoted(hash ?? null)}; it takes the SHA-256 of the query as 64 digits, of 0 to 9 and a to f.`,
    );
  }
  return hash;
}

function checkHash(query: string, hash: string): void {
  // Lone surrogates have no UTF-8, so documents that differ in them alone would share a hash.
  if (!query.isWellFormed())
    throw new Refusal(400, 'A query that is to be persisted has a lone surrogate; leave it out.');
  if (createHash('sha256').update(query).digest('hex') === hash) return;
  throw new Refusal(400, `"persistedQuery.sha256Hash" is "${hash}", which is not the SHA-256 of the query beside it.`);
}
