/** Sees what came of all requests of a part, and keeps what broke a promise. */
export class Witness {
  counts = { served: 0, unavailable: 0, down: 0, crossed: 0, breach: 0 };
  breaches = new Map();
  lastFailureAt = -Infinity;
  slowestMs = 0;

  note({ kind, sentence }, { startedAt, endedAt }) {
    this.counts[kind]++;
    if (sentence) this.breach(sentence);
    if (kind !== 'served') this.lastFailureAt = endedAt;
    this.slowestMs = Math.max(this.slowestMs, endedAt - startedAt);
  }

  breach(sentence) {
    this.breaches.set(sentence, (this.breaches.get(sentence) ?? 0) + 1);
  }

  get requests() {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }
}
