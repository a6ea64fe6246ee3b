import { createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** A port that nothing listens on just now: the preferred one if it is free, else one that the system picks. */
export async function findFreePort(preferred?: number): Promise<number> {
  return (preferred && (await tryPort(preferred))) || (await tryPort(0))!;
}

async function tryPort(port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, LOOPBACK, resolve));
    return (server.address() as { port: number }).port;
  } catch {
    return undefined;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
