import { constants } from 'node:fs';
import { readdir, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pollUntil } from './poll-until';
import { processExists } from './process-exists';

const PREFIX = 'turn-';
/** No turn takes that long: an older ticket's process number was given to another program. */
const EXPIRES_AFTER_MS = 120_000;
const POLL_MS = 20;
/** Root may take its turn in a folder of another user's, where a symbolic link must not lead it to a file of its own. */
const CREATE_OR_TOUCH = constants.O_CREAT | constants.O_WRONLY | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);

let ticketsDrawn = 0;

/**
 * Does the work while no other process does any in the same folder. A ticket is a file named after its process, so that one
 * who was killed does not hold up the others: Node has no file locks that the system would release.
 */
export async function takeTurn<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const ticket = `${PREFIX}${process.pid}-${++ticketsDrawn}`;
  await pollUntil(() => tryToEnter(folder, ticket), { withinMs: Infinity, everyMs: POLL_MS });
  try {
    return await work();
  } finally {
    await removeTicket(folder, ticket);
  }
}

/** True once this ticket is the only one. Of two that see each other neither enters: the one that sorts later steps back. */
async function tryToEnter(folder: string, ticket: string): Promise<true | undefined> {
  if ((await otherTickets(folder, ticket)).some((other) => other < ticket)) {
    await removeTicket(folder, ticket);
    return undefined;
  }
  await writeFile(join(folder, ticket), '', { flag: CREATE_OR_TOUCH });
  return (await otherTickets(folder, ticket)).length === 0 || undefined;
}

async function otherTickets(folder: string, own: string): Promise<string[]> {
  const tickets = (await readdir(folder)).filter((name) => name.startsWith(PREFIX) && name !== own);
  const valid = await Promise.all(
    tickets.map(async (ticket) => ((await isValid(folder, ticket)) ? ticket : undefined)),
  );
  return valid.filter((ticket) => ticket !== undefined);
}

async function isValid(folder: string, ticket: string): Promise<boolean> {
  const pid = Number.parseInt(ticket.slice(PREFIX.length), 10);
  const file = await stat(join(folder, ticket)).catch(() => undefined);
  if (!file) return false;
  if (processExists(pid) && Date.now() - file.mtimeMs < EXPIRES_AFTER_MS) return true;
  await removeTicket(folder, ticket);
  return false;
}

async function removeTicket(folder: string, ticket: string): Promise<void> {
  await unlink(join(folder, ticket)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
