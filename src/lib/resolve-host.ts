import { NODATA, NOTFOUND, promises } from 'node:dns';

/** Answers the addresses of a name; none where there is no such name. Rejects where nobody could say. */
export type ResolveHost = (name: string) => Promise<string[]>;

const TRY_MS = 1_500;
const TRIES = 2;
/** There is no such name, or it has no address of that kind. */
const MEAN_NONE: string[] = [NODATA, NOTFOUND];

/**
 * Asks the DNS alone, and not the system: names that this machine calls others by are no names of the internet. Besides,
 * the system's look-ups share four threads with all file access, which a slow name server could hold.
 */
export const resolvePublicHost: ResolveHost = async (name) => {
  const resolver = new promises.Resolver({ timeout: TRY_MS, tries: TRIES });
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  const failure = answers.find((answer) => answer.status === 'rejected' && !meansNone(answer.reason));
  if (addresses.length === 0 && failure?.status === 'rejected') throw failure.reason;
  return addresses;
};

function meansNone(reason: unknown): boolean {
  return MEAN_NONE.includes((reason as { code: string }).code);
}
