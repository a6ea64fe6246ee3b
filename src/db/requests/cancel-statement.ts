import { Connection, type PoolClient } from 'pg';

/** What the driver knows of a connection and does not declare. */
interface Session {
  host: string;
  port: number;
  ssl: boolean | object;
  processID: number;
  secretKey: number;
}

interface Wire extends Connection {
  connect(port: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processId: number, secretKey: number): void;
}

/** How long the server may take to be asked. */
const WITHIN_MS = 1_000;

/**
 * Asks PostgreSQL to end what it runs for a connection, over another one that it takes for nothing else. It needs no
 * place among the server's connections, and poolers pass it on. Settled once the server has seen to it: from then on it hits
 * no later statement. Rejects where it may still come.
 */
export function cancelStatement(client: PoolClient): Promise<void> {
  const { host, port, ssl, processID, secretKey } = client as unknown as Session;
  const wire = new Connection({ ssl }) as Wire;
  const timeout = setTimeout(() => wire.stream.destroy(new Error('PostgreSQL took too long to be asked.')), WITHIN_MS);
  const done = new Promise<void>((resolve, reject) => {
    const cancel = () => wire.cancel(processID, secretKey);
    wire.on('error', reject);
    wire.once('connect', () => (ssl ? wire.requestSsl() : cancel()));
    wire.once('sslconnect', cancel);
    wire.once('end', resolve);
  });
  if (host.startsWith('/')) wire.connect(`${host}/.s.PGSQL.${port}`);
  else wire.connect(port, host);
  return done.finally(() => clearTimeout(timeout));
}
