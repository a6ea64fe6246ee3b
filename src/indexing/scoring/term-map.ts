import type { Term } from '../../words/term';

const MASK = 0xfff;

/** Values by term, for when most terms that are looked up have none: their lowest bits tell so at once. */
export class TermMap<Value> {
  private readonly values: ReadonlyMap<Term, Value>;
  private readonly mayBeThere = new Uint8Array(MASK + 1);

  constructor(entries: Iterable<readonly [Term, Value]>) {
    this.values = new Map(entries);
    for (const term of this.values.keys()) this.mayBeThere[term & MASK] = 1;
  }

  get size(): number {
    return this.values.size;
  }

  get(term: Term): Value | undefined {
    return this.mayBeThere[term & MASK] === 1 ? this.values.get(term) : undefined;
  }
}
