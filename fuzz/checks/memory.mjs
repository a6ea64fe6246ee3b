import { median } from '../../bench/median.mjs';

/** Memory is looked at once in so many requests. */
export const SAMPLED_EVERY = 200;
/** What the server does before its caches are full and its code is compiled tells nothing. */
const WARM_UP_REQUESTS = 10_000;
const FEWEST_REQUESTS = 20_000;
/** How much more the last fifth may hold than the first one after the warm-up: what collecting garbage leaves to chance. */
const ALLOWED_GROWTH = 1.2;

/** Whether memory grew; `samples` are bytes, one for so many requests. Null where there are too few to tell. */
export function memoryTrend(samples) {
  if (samples.length * SAMPLED_EVERY < FEWEST_REQUESTS) return null;
  const warm = samples.slice(WARM_UP_REQUESTS / SAMPLED_EVERY);
  const fifth = Math.floor(warm.length / 5);
  const before = median(warm.slice(0, fifth));
  const after = median(warm.slice(-fifth));
  return { before, after, isFlat: after <= before * ALLOWED_GROWTH };
}
