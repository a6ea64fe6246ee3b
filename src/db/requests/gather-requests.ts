import { DatabaseError } from 'pg';
import { eachOf, gather, type GatherBounds, type Served } from '../../lib/gather';
import type { SqlRunner } from '../sql';
import type { RequestConnections, RequestDatabase } from './request-database';
import { openTimedDatabase } from './timed-database';

/** Serves items by a database that they share; each has that of its own request too. */
type Serve<Item, Result> = (database: RequestDatabase, items: Item[], own: RequestDatabase[]) => Promise<Result>[];

interface Asked<Item> {
  database: RequestDatabase;
  item: Item;
}

/**
 * Makes a runner of what many requests ask of the database at the same time, as `gather` does. Those of a batch share a
 * database of its own, for as long as a request may take: whoever asked first may be gone while others wait.
 */
export function gatherRequests<Item, Result>(serve: Serve<Item, Result>, bounds: GatherBounds<Item>) {
  const { keyOf } = bounds;
  const boundsOfAsked = { ...bounds, keyOf: keyOf && (({ item }: Asked<Item>) => keyOf(item)) };
  const make = () => gather<Asked<Item>, Result>((asked) => serveBatch(serve, asked), boundsOfAsked);
  const byPool = new WeakMap<RequestConnections, ReturnType<typeof make>>();

  return (database: RequestDatabase, item: Item): Promise<Result> => {
    const { requestPool } = database;
    let ask = byPool.get(requestPool);
    if (!ask) byPool.set(requestPool, (ask = make()));
    return ask({ database, item }, (callBack) => database.whenOver(callBack));
  };
}

interface Ways<Item, Result> {
  together: (database: RequestDatabase, items: Item[]) => Promise<Result>[];
  alone: (own: RequestDatabase, item: Item) => Promise<Result>;
}

/**
 * As `gatherRequests`, of what may be served alone as well: the only item of a batch is, and each is where PostgreSQL refuses
 * them together, which may be for what one of them asks. What is said of the connection or of the time is said of all of them.
 */
export function gatherOrAlone<Item, Result>({ together, alone }: Ways<Item, Result>, bounds: GatherBounds<Item>) {
  return gatherRequests<Item, Result>((database, items, own) => {
    if (items.length === 1) return [alone(own[0]!, items[0]!)];
    return together(database, items).map((result, index) =>
      result.catch((error: unknown) => {
        if (error instanceof DatabaseError) return alone(own[index]!, items[index]!);
        throw error;
      }),
    );
  }, bounds);
}

/** Of what takes a millisecond or two, however many there are. */
export const BOUNDS_OF_A_STATEMENT = { batchesAtOnce: 2, itemsInABatch: 200, patienceMs: 250 };

/** As `gatherRequests`, of what one short statement answers for all, in their order. */
export function gatherStatement<Item, Result>(ask: (sql: SqlRunner, items: Item[]) => Promise<Result[]>) {
  return gatherRequests<Item, Result>((sql, items) => eachOf(items, ask(sql, items)), BOUNDS_OF_A_STATEMENT);
}

function serveBatch<Item, Result>(serve: Serve<Item, Result>, asked: Asked<Item>[]): Served<Result> {
  const items = asked.map(({ item }) => item);
  const own = asked.map(({ database }) => database);
  const [first] = own as [RequestDatabase];
  // What is of one request ends with it.
  if (own.length === 1) return { results: serve(first, items, own), end: () => undefined };
  for (const database of own) database.statementCount++;
  const { database, end } = openTimedDatabase(first.requestPool);
  const results = serve(database, items, own);
  void Promise.allSettled(results).then(end);
  return { results, end: (reason) => database.end(reason) };
}
