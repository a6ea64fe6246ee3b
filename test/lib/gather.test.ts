import { eachOf, gather, type GatherBounds } from '../../src/lib/gather';

interface Running {
  items: string[];
  answer: (results: string[]) => void;
  fail: (reason: Error) => void;
}

/** A runner of which batches end when they are told to. */
function batches(bounds: Partial<GatherBounds<string>> = {}) {
  const running: Running[] = [];
  const ended: string[] = [];
  const ask = gather<string, string>(
    (items) => {
      const results = new Promise<string[]>((answer, fail) => running.push({ items, answer, fail }));
      return { results: eachOf(items, results), end: (reason) => ended.push(`${items.join()}: ${reason.message}`) };
    },
    { batchesAtOnce: 1, itemsInABatch: 10, patienceMs: 60_000, ...bounds },
  );
  return { running, ended, ask: (item: string, somebody = staying()) => ask(item, somebody.whenGone) };
}

/** Somebody who may go away. */
function somebody() {
  const told = new Set<(reason: Error) => void>();
  let gone: Error | null = null;
  return {
    told,
    whenGone: (callBack: (reason: Error) => void) => {
      if (gone) callBack(gone);
      else told.add(callBack);
      return () => told.delete(callBack);
    },
    leave: (message = 'gone') => {
      gone = new Error(message);
      for (const callBack of told) callBack(gone);
    },
  };
}

const staying = somebody;
/** What was to begin has begun. */
const turn = async () => {
  for (let count = 0; count < 2; count++) await new Promise(setImmediate);
};
const inCapitals = ({ items, answer }: Running) => answer(items.map((item) => item.toUpperCase()));

describe('gather', () => {
  it('begins at once, with all that came in the same turn, and answers each what is its own', async () => {
    const { running, ask } = batches();
    const answers = [ask('a'), ask('b'), ask('c')];
    await turn();
    expect(running.map(({ items }) => items)).toEqual([['a', 'b', 'c']]);
    inCapitals(running[0]!);
    expect(await Promise.all(answers)).toEqual(['A', 'B', 'C']);
  });

  it('serves those who come meanwhile together, by a batch that begins after they came', async () => {
    const { running, ask } = batches();
    const first = ask('a');
    await turn();
    const later = [ask('b')];
    await turn();
    later.push(ask('c'));
    await turn();
    expect(running).toHaveLength(1);
    inCapitals(running[0]!);
    expect(await first).toBe('A');
    await turn();
    expect(running.map(({ items }) => items)).toEqual([['a'], ['b', 'c']]);
    inCapitals(running[1]!);
    expect(await Promise.all(later)).toEqual(['B', 'C']);
  });

  it('begins the next batch before it hands out the answers of the last, which may take long to write', async () => {
    const { running, ask } = batches();
    const begunWhenAnswered = ['a', 'b'].map((item) => ask(item).then(() => running.length));
    await turn();
    void ask('c');
    await turn();
    inCapitals(running[0]!);
    expect(await Promise.all(begunWhenAnswered)).toEqual([2, 2]);
  });

  it('tells a failure to those of the batch alone', async () => {
    const { running, ask } = batches();
    const failing = ask('a');
    await turn();
    const next = ask('b');
    running[0]!.fail(new Error('broken'));
    await expect(failing).rejects.toThrow('broken');
    await turn();
    inCapitals(running[1]!);
    expect(await next).toBe('B');
  });

  it('answers each as soon as it is served, and ends the batch with the last', async () => {
    const given: { answer: (result: string) => void; fail: (reason: Error) => void }[] = [];
    const serve = (items: string[]) => ({
      results: items.map(() => new Promise<string>((answer, fail) => given.push({ answer, fail }))),
      end: () => undefined,
    });
    const ask = gather(serve, {
      batchesAtOnce: 2,
      itemsInABatch: 10,
      patienceMs: 60_000,
      keyOf: (item: string) => item,
    });
    const [one, other] = [ask('a', staying().whenGone), ask('b', staying().whenGone)];
    await turn();
    const again = [ask('a', staying().whenGone), ask('b', staying().whenGone)];
    given[0]!.fail(new Error('of a'));
    await expect(one).rejects.toThrow('of a');
    await turn();
    // Of the other key one is being served still.
    expect(given).toHaveLength(3);
    given[2]!.answer('again');
    expect(await again[0]).toBe('again');
    given[1]!.answer('B');
    expect(await other).toBe('B');
    await turn();
    given[3]!.answer('B again');
    expect(await again[1]).toBe('B again');
  });

  it('takes no more than a batch holds, in the order in which they came, and serves so many batches at once', async () => {
    const { running, ask } = batches({ batchesAtOnce: 2, itemsInABatch: 2 });
    const answers = ['a', 'b', 'c', 'd', 'e'].map((item) => ask(item));
    await turn();
    await turn();
    await turn();
    expect(running.map(({ items }) => items.join(''))).toEqual(['ab', 'cd']);
    inCapitals(running[1]!);
    await turn();
    expect(running.map(({ items }) => items.join(''))).toEqual(['ab', 'cd', 'e']);
    running.forEach(inCapitals);
    expect(await Promise.all(answers)).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it('never serves two of a key in different batches at once, and others meanwhile', async () => {
    const { running, ask } = batches({ batchesAtOnce: 2, keyOf: (item) => item[0] });
    const served = () => running.map(({ items }) => items.join());
    void ask('a1');
    void ask('a2');
    await turn();
    void ask('a3');
    await turn();
    expect(served()).toEqual(['a1,a2']);
    void ask('b1');
    await turn();
    expect(served()).toEqual(['a1,a2', 'b1']);
    inCapitals(running[1]!);
    await turn();
    expect(served()).toEqual(['a1,a2', 'b1']);
    inCapitals(running[0]!);
    await turn();
    expect(served()).toEqual(['a1,a2', 'b1', 'a3']);
  });

  it('does not wait for a batch that is stuck, but for those of its keys', async () => {
    const { running, ask } = batches({ patienceMs: 1, keyOf: (item) => item[0] });
    void ask('a1');
    await turn();
    void ask('a2');
    const other = ask('b1');
    while (running.length < 2) await turn();
    inCapitals(running[1]!);
    expect(await other).toBe('B1');
    await turn();
    expect(running.map(({ items }) => items.join())).toEqual(['a1', 'b1']);
    inCapitals(running[0]!);
    await turn();
    expect(running.at(-1)?.items).toEqual(['a2']);
  });

  it('leaves out who left before the batch began, or was gone from the beginning', async () => {
    const { running, ask } = batches();
    const [leaving, gone] = [somebody(), somebody()];
    gone.leave('long gone');
    const left = [ask('a', leaving), ask('b', gone)];
    const stayed = ask('c');
    leaving.leave();
    await expect(left[0]).rejects.toThrow('gone');
    await expect(left[1]).rejects.toThrow('long gone');
    await turn();
    expect(running.map(({ items }) => items)).toEqual([['c']]);
    inCapitals(running[0]!);
    expect(await stayed).toBe('C');
    await turn();
    expect(running).toHaveLength(1);
  });

  it('rejects who leaves a batch under way, and ends it with the last of them', async () => {
    const { running, ended, ask } = batches();
    const [one, other] = [somebody(), somebody()];
    const answers = [ask('a', one), ask('b', other)];
    await turn();
    one.leave('one left');
    await expect(answers[0]).rejects.toThrow('one left');
    expect(ended).toEqual([]);
    other.leave('the other left');
    await expect(answers[1]).rejects.toThrow('the other left');
    expect(ended).toEqual(['a,b: the other left']);
    // It is over once it says so.
    const next = ask('c');
    await turn();
    expect(running).toHaveLength(1);
    running[0]!.fail(new Error('ended'));
    await turn();
    inCapitals(running[1]!);
    expect(await next).toBe('C');
  });

  it('forgets whoever has their answer', async () => {
    const { running, ended, ask } = batches();
    const [answered, failed] = [somebody(), somebody()];
    const first = ask('a', answered);
    await turn();
    const second = ask('b', failed);
    inCapitals(running[0]!);
    expect(await first).toBe('A');
    await turn();
    running[1]!.fail(new Error('broken'));
    await expect(second).rejects.toThrow('broken');
    expect([answered.told.size, failed.told.size]).toEqual([0, 0]);
    answered.leave();
    expect(ended).toEqual([]);
  });
});
