interface Slot<Item> {
  readonly item: Item;
  /** Its place in the bag; null once it was taken out. */
  at: number | null;
}

/**
 * Things in no order, each of which leaves by what `add` answered: for those that come and go all the time. A Set makes
 * a table anew again and again then, and each table leads to the next one, with all that was in it: once one of them outlived
 * two small collections of garbage, none of that is given up before a full one.
 */
export class Bag<Item> {
  private readonly slots: Slot<Item>[] = [];

  get size(): number {
    return this.slots.length;
  }

  /** Puts something in; answers how to take it out, which says whether it was there. */
  add(item: Item): () => boolean {
    const slot: Slot<Item> = { item, at: this.slots.length };
    this.slots.push(slot);
    return () => this.takeOut(slot);
  }

  /** All that is in it now, whatever is taken out meanwhile. */
  items(): Item[] {
    return this.slots.map(({ item }) => item);
  }

  /** The last one moves to its place. */
  private takeOut(slot: Slot<Item>): boolean {
    const { at } = slot;
    const last = this.slots.at(-1);
    if (at === null || !last) return false;
    this.slots[at] = last;
    last.at = at;
    this.slots.pop();
    slot.at = null;
    return true;
  }
}
