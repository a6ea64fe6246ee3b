import { applicationDatabaseUrl } from './application-database';
import { Claim, DatabaseUse } from './claim';
import { Cluster, prepareCluster } from './cluster';
import { enterServer, leaveServer } from './enter-server';

export { DataFolderError } from './data-folder-error';

export interface EmbeddedDatabase {
  /** A connection URL for pg: user, password, 127.0.0.1, the port of the running server, database daily_papers. */
  url: string;
  /** A sentence for the start line where the data had to be kept elsewhere than in the named folder; undefined otherwise. */
  notice?: string;
  /** Leaves the database; the last process that uses it stops the server. Idempotent. */
  close(): Promise<void>;
}

export interface EmbeddedDatabaseOptions {
  dataDir: string;
  /** One process at a time may `serve` a folder; any number may `join`. */
  use: DatabaseUse;
  /** Where root keeps what the database's user cannot reach in its own place. */
  systemDir?: string;
}

export const SYSTEM_DIR = '/var/lib/daily-papers';

/** Opens the PostgreSQL server of a data folder, creating and starting it as needed; throws DataFolderError. */
export async function openEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const cluster = await prepareCluster(options.dataDir, options.systemDir ?? SYSTEM_DIR);
  const claim = await enterServer(cluster, options.use);
  return {
    url: applicationDatabaseUrl(cluster.credentials, claim.port),
    ...(cluster.notice && { notice: cluster.notice }),
    close: keepClaim(cluster, options.use, claim),
  };
}

/** Renews the claim, and with it a server that was killed, whenever its connection is lost; answers how to end that. */
function keepClaim(cluster: Cluster, use: DatabaseUse, first: Claim): () => Promise<void> {
  let current: Promise<Claim | undefined> = Promise.resolve(first);
  let closed: Promise<void> | undefined;

  const watch = (claim: Claim): Claim => {
    // The claim alone must not keep a finished command from ending.
    claim.socket.unref();
    claim.client.once('end', () => {
      if (!closed) current = enterServer(cluster, use, claim.port).then(watch, () => undefined);
    });
    return claim;
  };
  const leave = async (): Promise<void> => {
    const claim = await current;
    claim?.socket.ref();
    if (claim) await leaveServer(cluster, claim);
  };

  watch(first);
  return () => (closed ??= leave());
}
