import { pick, randomFrom } from '../bench/random.mjs';

/** A repeatable random choice: of a number, the answer is a whole number below it. */
export function choicesFrom(seed) {
  const random = randomFrom(seed);
  return (below) => pick(random, below);
}

export function chance(random, oneIn) {
  return random(oneIn) === 0;
}

export function oneOf(random, items) {
  return items[random(items.length)];
}

/** As many as `count` of what `make` makes. */
export function times(count, make) {
  return Array.from({ length: count }, make);
}
