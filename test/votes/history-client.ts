import { DateTime } from 'luxon';
import type { HistoryInterval } from '../../src/votes/history-steps';
import type { TestServer } from '../support/test-server';

export interface HistoryPoint {
  startsAt: string;
  endsAt: string;
  upvoteCount: number;
  newUpvoteCount: number;
}

export interface HistoryArguments {
  interval: HistoryInterval;
  from?: string | null;
  to?: string | null;
}

const QUERY = `query ($ids: [ID!]!, $interval: UpvoteHistoryInterval!, $from: DateTime, $to: DateTime) {
  nodes(ids: $ids) { ... on Paper {
    upvoteCount
    upvoteHistory(interval: $interval, from: $from, to: $to) { startsAt endsAt upvoteCount newUpvoteCount }
  } }
}`;

interface PaperHistory {
  upvoteCount: number;
  upvoteHistory: HistoryPoint[];
}

/** Asks for the histories of papers as a client would. */
export async function historiesOf(
  server: Pick<TestServer, 'data'>,
  ids: string[],
  args: HistoryArguments,
): Promise<PaperHistory[]> {
  return (await server.data<{ nodes: PaperHistory[] }>(QUERY, { ids, ...args })).nodes;
}

/** What the model knows of a paper. */
export interface ModelPaper {
  importedUpvotes: number;
  /** The calendar date on which imported votes count. */
  importedOn: string;
  /** The instants of the votes that stand. */
  votedAt: number[];
}

/** The name of the step that holds an instant, read off the clocks of the zone. */
function stepName(interval: HistoryInterval, instant: number, zone: string): string {
  const format = { HOUR: "yyyy-MM-dd HH'h' ZZ", DAY: 'yyyy-MM-dd', WEEK: "kkkk-'W'WW" }[interval];
  return DateTime.fromMillis(instant, { zone }).toFormat(format);
}

/** The first instant at which the clocks of the zone show a date, or a later one where they never show that. */
function firstInstantOf(date: string, zone: string): number {
  const QUARTER_MS = 900_000;
  let instant = DateTime.fromISO(`${date}T12:00`, { zone }).toMillis();
  while (DateTime.fromMillis(instant - QUARTER_MS, { zone }).toISODate()! >= date) instant -= QUARTER_MS;
  return instant;
}

/** Fails unless the points are whole steps, one after the other, each with the votes that the model has at its end. */
export function expectHistory(
  points: HistoryPoint[],
  { interval, from, to }: HistoryArguments,
  paper: ModelPaper,
  zone: string,
): void {
  const importedAt = firstInstantOf(paper.importedOn, zone);
  const votesBefore = (end: number) =>
    (importedAt < end ? paper.importedUpvotes : 0) + paper.votedAt.filter((at) => at < end).length;
  const spans = points.map((point) => [Date.parse(point.startsAt), Date.parse(point.endsAt)] as const);
  const name = (instant: number) => stepName(interval, instant, zone);

  const broken = spans.filter(
    ([start, end], index) =>
      name(start) !== name(end - 1) ||
      name(start - 1) === name(start) ||
      name(end) === name(end - 1) ||
      (index > 0 && spans[index - 1]![1] !== start),
  );
  expect(broken.map(([start, end]) => [new Date(start), new Date(end)])).toEqual([]);
  expect(points.map((point) => [point.upvoteCount, point.newUpvoteCount])).toEqual(
    spans.map(([start, end]) => [votesBefore(end), votesBefore(end) - votesBefore(start)]),
  );

  const [first, last] = [spans[0], spans.at(-1)];
  const end = to ? Math.min(Date.parse(to), Date.now()) : Date.now();
  const start = from ? Date.parse(from) : Math.min(importedAt, ...paper.votedAt);
  if (!first || !last) {
    expect(end).toBeLessThanOrEqual(start);
    return;
  }
  expect(first[0]).toBeLessThanOrEqual(start);
  expect(first[1]).toBeGreaterThan(start);
  expect(last[0]).toBeLessThan(end);
  expect(last[1]).toBeGreaterThanOrEqual(end);
}
