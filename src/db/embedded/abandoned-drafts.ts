import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** No draft is worked on for that long: an older one belongs to a process that was killed. */
const ABANDONED_AFTER_MS = 3_600_000;

/** Removes the half-made folders that killed processes left. */
export async function removeAbandonedDrafts(folder: string, prefix: string): Promise<void> {
  const drafts = (await readdir(folder)).filter((name) => name.startsWith(prefix));
  for (const draft of drafts.map((name) => join(folder, name))) {
    // Another process may be removing the same one.
    const lastChange = await stat(draft).catch(() => undefined);
    const isAbandoned = lastChange && Date.now() - lastChange.mtimeMs > ABANDONED_AFTER_MS;
    if (isAbandoned) await rm(draft, { recursive: true, force: true });
  }
}
