import type { OpenIdSettings } from '../access/sign-in/openid-issuer';
import type { EmbeddingsSettings } from '../embeddings/http-embedder';
import type { SecretBox } from '../lib/secret-box';

/** What of a deployment's configuration can be examined. */
export interface DoctorSettings {
  host: string;
  publicUrl: string;
  databaseUrl: string | null;
  dataDir: string;
  logLevel: string;
  openId: OpenIdSettings | null;
  embeddings: EmbeddingsSettings | null;
}

/** What the program needs of its database. */
export interface DatabaseNeeds {
  /** Where the embedded one keeps its files; null for another server. */
  dataDir: string | null;
  tables: string[];
  migrations: string[];
  /** Connections of one server at most, of all its workers together. */
  connections: number;
  /** What opens the secrets of webhooks; null where there is no key. */
  secretBox: SecretBox | null;
}
