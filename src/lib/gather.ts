import type { WhenGone } from './when-gone';

/** A batch that is being served. */
export interface Served<Result> {
  /** One for each item, in their order. The batch is over once all are. */
  results: Promise<Result>[];
  /** Told when nobody waits any more, with the reason of the last who left. */
  end: (reason: Error) => void;
}

export interface GatherBounds<Item> {
  batchesAtOnce: number;
  itemsInABatch: number;
  /** How long others wait for a batch: after that it counts as none of those at once, so that what is stuck holds up nobody else. */
  patienceMs: number;
  /** What no two batches that are served at once have in common; without it they may have anything. */
  keyOf?: ((item: Item) => unknown) | undefined;
}

interface Asker<Item, Result> {
  item: Item;
  batch: Batch | null;
  resolve: (result: Result) => void;
  reject: (reason: Error) => void;
}

interface Batch {
  waiting: number;
  end: (reason: Error) => void;
}

/**
 * Makes a runner that serves in one batch what is asked for together. Where nothing is being served a batch begins at
 * once, with all that came in the same turn of the event loop. Whoever asks while as many are served as may be goes with the
 * next, so no batch began before its items came; it begins before the results of the last are handed out, as what is made of
 * those may take long. Who goes away is rejected, and taken out where the batch has not begun.
 */
export function gather<Item, Result>(
  serve: (items: Item[]) => Served<Result>,
  { batchesAtOnce, itemsInABatch, patienceMs, keyOf }: GatherBounds<Item>,
): (item: Item, whenGone: WhenGone) => Promise<Result> {
  let waiting: Asker<Item, Result>[] = [];
  const servedOfKey = new Map<unknown, number>();
  let beingServed = 0;
  let isAboutToBegin = false;

  function beginSoon(): void {
    if (isAboutToBegin || waiting.length === 0 || beingServed === batchesAtOnce) return;
    isAboutToBegin = true;
    setImmediate(() => {
      isAboutToBegin = false;
      begin();
    });
  }

  function begin(): void {
    if (beingServed === batchesAtOnce) return;
    const askers = takeBatch();
    if (askers.length > 0) void serveBatch(askers);
  }

  /** The first that wait, but for those of which others are being served. */
  function takeBatch(): Asker<Item, Result>[] {
    const taken: Asker<Item, Result>[] = [];
    const left: Asker<Item, Result>[] = [];
    for (const asker of waiting) {
      const mayGo = taken.length < itemsInABatch && !(keyOf && servedOfKey.has(keyOf(asker.item)));
      (mayGo ? taken : left).push(asker);
    }
    waiting = left;
    return taken;
  }

  async function serveBatch(askers: Asker<Item, Result>[]): Promise<void> {
    const stopCounting = countBatch();
    for (const { item } of askers) countItem(item, 1);
    // What is more than a batch takes.
    beginSoon();
    const { results, end } = serve(askers.map(({ item }) => item));
    const batch = { waiting: askers.length, end };
    const answer = async (asker: Asker<Item, Result>, index: number) => {
      asker.batch = batch;
      await results[index]!.then(
        (result) => setImmediate(asker.resolve, result),
        (reason: Error) => setImmediate(asker.reject, reason),
      );
      countItem(asker.item, -1);
    };
    await Promise.all(askers.map(answer));
    stopCounting();
  }

  function countBatch(): () => void {
    let isCounted = true;
    beingServed++;
    const stop = () => {
      clearTimeout(patience);
      if (isCounted) beingServed--;
      isCounted = false;
      begin();
    };
    const patience = setTimeout(stop, patienceMs);
    return stop;
  }

  function countItem(item: Item, by: 1 | -1): void {
    if (!keyOf) return;
    const key = keyOf(item);
    const served = (servedOfKey.get(key) ?? 0) + by;
    if (served > 0) servedOfKey.set(key, served);
    else if (servedOfKey.delete(key)) beginSoon();
  }

  return (item, whenGone) =>
    new Promise((resolve, reject) => {
      const asker: Asker<Item, Result> = { item, batch: null, resolve, reject };
      waiting.push(asker);
      // Called back at once where nobody waits from the beginning.
      const stay = whenGone((reason) => {
        waiting = waiting.filter((other) => other !== asker);
        asker.reject(reason);
        leave(asker.batch, reason);
      });
      asker.resolve = (result) => (stay(), resolve(result));
      asker.reject = (reason) => (stay(), reject(reason));
      beginSoon();
    });
}

/** What each item has of the results of all, which are in their order. */
export function eachOf<Item, Result>(items: Item[], all: Promise<Result[]>): Promise<Result>[] {
  return items.map(async (_item, index) => (await all)[index]!);
}

function leave(batch: Batch | null, reason: Error): void {
  if (batch && --batch.waiting === 0) batch.end(reason);
}
