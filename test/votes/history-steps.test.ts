import fc from 'fast-check';
import {
  countSteps,
  HistoryInterval,
  MAX_HISTORY_STEPS,
  newestBounds,
  stepBounds,
  stepsAtMost,
} from '../../src/votes/history-steps';

const { HOUR, DAY, WEEK } = HistoryInterval;

function boundsOf(interval: HistoryInterval, from: string, to: string, zone = 'UTC'): string[] {
  return stepBounds(interval, Date.parse(from), Date.parse(to), zone).map((at) => new Date(at).toISOString());
}

function lengthsInHours(interval: HistoryInterval, from: string, to: string, zone: string): number[] {
  const bounds = stepBounds(interval, Date.parse(from), Date.parse(to), zone);
  return bounds.slice(1).map((end, index) => (end - bounds[index]!) / 3_600_000);
}

describe('stepBounds', () => {
  it('go from the step that holds the first instant to the one that holds the moment before the last', () => {
    expect(boundsOf(DAY, '2025-01-01T12:00:00Z', '2025-01-03T00:00:00Z')).toEqual([
      '2025-01-01T00:00:00.000Z',
      '2025-01-02T00:00:00.000Z',
      '2025-01-03T00:00:00.000Z',
    ]);
    expect(boundsOf(DAY, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z')).toHaveLength(1);
    expect(boundsOf(DAY, '2025-01-01T00:00:01Z', '2025-01-01T00:00:01Z')).toHaveLength(2);
  });

  it('begin weeks on Monday', () => {
    expect(boundsOf(WEEK, '2025-01-05T23:59:59Z', '2025-01-06T00:00:01Z')).toEqual([
      '2024-12-30T00:00:00.000Z',
      '2025-01-06T00:00:00.000Z',
      '2025-01-13T00:00:00.000Z',
    ]);
    expect(boundsOf(WEEK, '1969-12-28T00:00:00Z', '1969-12-28T01:00:00Z')[0]).toBe('1969-12-22T00:00:00.000Z');
  });

  it.each([
    ['forward', '2025-03-08T12:00:00Z', '2025-03-10T12:00:00Z', [24, 23, 24]],
    ['back', '2025-11-01T12:00:00Z', '2025-11-03T12:00:00Z', [24, 25, 24]],
  ])('make a day shorter or longer where clocks are set %s', (_, from, to, lengths) => {
    expect(lengthsInHours(DAY, from, to, 'America/New_York')).toEqual(lengths);
  });

  it('give a day of 25 hours as many hours, and cut the last one of a day that half an hour is missing from', () => {
    expect(boundsOf(HOUR, '2025-11-02T04:00:00Z', '2025-11-03T05:00:00Z', 'America/New_York')).toHaveLength(26);
    const hours = lengthsInHours(HOUR, '2025-10-04T13:30:00Z', '2025-10-05T13:00:00Z', 'Australia/Lord_Howe');
    expect(hours).toEqual([...Array<number>(23).fill(1), 0.5]);
  });

  it('have no step for a day that a zone left out', () => {
    expect(lengthsInHours(DAY, '2011-12-29T12:00:00Z', '2011-12-31T12:00:00Z', 'Pacific/Apia')).toEqual([24, 24, 24]);
  });
});

const ZONES = ['UTC', 'America/New_York', 'Europe/Paris', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Sao_Paulo'];
const LENGTH_MS = { HOUR: 3_600_000, DAY: 86_400_000, WEEK: 604_800_000 };

/** A span of at most as many steps as are allowed, at any time of the last decades. */
const spans = fc
  .record({
    interval: fc.constantFrom(HOUR, DAY, WEEK),
    zone: fc.constantFrom(...ZONES),
    from: fc.integer({ min: Date.UTC(1995, 0), max: Date.UTC(2026, 0) }),
    steps: fc.double({ min: 0, max: MAX_HISTORY_STEPS, noNaN: true }),
  })
  .map(({ steps, ...span }) => ({ ...span, to: span.from + Math.floor(steps * LENGTH_MS[span.interval]) }));

describe('countSteps', () => {
  it('tells how many steps stepBounds makes, and stepsAtMost never less', () => {
    fc.assert(
      fc.property(spans, ({ interval, zone, from, to }) => {
        const steps = stepBounds(interval, from, to, zone).length - 1;
        expect(countSteps(interval, from, to, zone)).toBe(steps);
        expect(stepsAtMost(interval, from, to)).toBeGreaterThanOrEqual(steps);
      }),
      { numRuns: 200 },
    );
  });

  it('counts an hour that half of was left out', () => {
    // Lord Howe sets its clocks by half an hour.
    const [from, to] = [Date.parse('2008-09-19T11:30:13.295Z'), Date.parse('2008-10-06T03:00:00.001Z')];
    expect(countSteps(HOUR, from, to, 'Australia/Lord_Howe')).toBe(401);
  });

  it('costs nothing where the span is of thousands of years', () => {
    const [from, to] = [Date.parse('0000-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59Z')];
    expect(countSteps(HOUR, from, to, 'UTC')).toBe(3_652_425 * 24);
    expect(countSteps(DAY, from, to, 'UTC')).toBe(3_652_425);
  });
});

describe('newestBounds', () => {
  it.each([HOUR, DAY, WEEK])('are those of the newest steps of a %s, as many as a history may have', (interval) => {
    for (const zone of [...ZONES, 'Pacific/Apia']) {
      const to = Date.parse('2012-05-06T07:08:09Z');
      const bounds = newestBounds(interval, to, zone);
      expect(bounds).toHaveLength(MAX_HISTORY_STEPS + 1);
      expect(bounds.at(-1)).toBeGreaterThanOrEqual(to);
      expect(bounds.at(-2)).toBeLessThan(to);
      expect(stepBounds(interval, bounds[0]!, to, zone)).toEqual(bounds);
    }
  });
});
