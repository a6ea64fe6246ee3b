import { Registry } from 'prom-client';
import type { FinishedOperation } from '../../src/metrics/finished-operation';
import { LABELLED_AFTER_RUNS, MAX_LABELS, OperationLabels } from '../../src/metrics/operation-labels';
import { createRequestMetrics } from '../../src/metrics/request-metrics';
import { figuresIn } from './scrape';

const OPERATION: FinishedOperation = {
  name: null,
  type: 'query',
  documentHash: null,
  milliseconds: 1,
  cost: 1,
  statements: 1,
  errors: [],
  outcome: 'ok',
  requestId: 'test',
  viewer: 'nobody',
};

describe('labels of operations', () => {
  it('stay few, however many names clients make up', async () => {
    const registry = new Registry();
    const metrics = createRequestMetrics(registry);
    for (let number = 0; number < 10_000; number++) {
      for (let run = 0; run < LABELLED_AFTER_RUNS + 1; run++)
        metrics.noteOperation({ ...OPERATION, name: `N${number}` });
    }

    const counts = [...figuresIn(await registry.metrics())].filter(([name]) => name.includes('seconds_count'));

    expect(counts).toHaveLength(MAX_LABELS + 1);
    expect(counts.reduce((sum, [, count]) => sum + count, 0)).toBe(10_000 * (LABELLED_AFTER_RUNS + 1));
  });

  it('are not kept by names that nobody sends any more', () => {
    const dropped: string[] = [];
    let now = 0;
    const labels = new OperationLabels(
      (label) => dropped.push(label),
      () => now,
    );
    const often = (name: string) => Array.from({ length: LABELLED_AFTER_RUNS }, () => labels.labelOf(name)).at(-1);
    for (let number = 0; number < MAX_LABELS; number++) expect(often(`N${number}`)).toBe(`N${number}`);

    now += 3_000_000;
    expect(labels.labelOf('N0')).toBe('N0');
    expect(often('Late')).toBe('(other)');
    now += 700_000;
    expect(labels.labelOf('Late')).toBe('Late');

    expect(dropped).toEqual(['N1']);
    expect(labels.labelOf('N0')).toBe('N0');
    expect(labels.labelOf('N1')).toBe('(other)');
  });

  it('are of a bearable length', () => {
    const labels = new OperationLabels(() => undefined);
    const long = 'N'.repeat(1_000);
    for (let run = 0; run < 2 * LABELLED_AFTER_RUNS; run++) expect(labels.labelOf(long)).toBe('(other)');
  });
});
