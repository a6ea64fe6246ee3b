/** Numbers from 0 up to 1, the same ones for the same seed. */
export function randomFrom(seed) {
  let state = (Math.imul(seed, 2_654_435_761) ^ 0x5bd1e995) >>> 0;
  return () => {
    // Marsaglia's xorshift, which never leaves 0.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** A whole number below `bound`; the larger the `weight` of the head, the likelier a small one. */
export function pick(random, bound, weight = 1) {
  return Math.floor(bound * random() ** weight);
}

/** Different whole numbers below `bound`. */
export function pickSome(random, count, bound, weight = 1) {
  const picked = new Set();
  while (picked.size < Math.min(count, bound)) picked.add(pick(random, bound, weight));
  return [...picked];
}
