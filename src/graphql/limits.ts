import type { GraphQLError } from 'graphql';
import { PATIENCE } from '../db/migrating/patience';
import { requestError } from './errors';

/** A bound of the API: its number, the variable that changes it, and why it is so. `docs/limits.md` is made of these. */
interface Limit {
  variable: string;
  value: number;
  /** The bounds of the variable itself: outside them the server could not work, or not be safe. */
  least: number;
  most: number;
  /** What is counted, as it stands after a number in a sentence. */
  counts: string;
  reason: string;
}

const limit = (
  variable: string,
  value: number,
  counts: string,
  reason: string,
  least = 1,
  most = 1_000_000,
): Limit => ({
  variable,
  value,
  counts,
  reason,
  least,
  most,
});

/** What a request may be, by when it is looked at. */
export const LIMIT_GROUPS = {
  'Before the document is parsed': {
    bodyBytes: limit(
      'MAX_BODY_BYTES',
      100_000,
      'bytes of body',
      'A document of the most tokens fits with its variables several times.',
      1_000,
      10_000_000,
    ),
    tokens: limit(
      'MAX_TOKENS',
      2_000,
      'tokens',
      'Ten times what the introspection of GraphiQL has, and far less than keeps the validator busy.',
    ),
    nesting: limit(
      'MAX_NESTING',
      50,
      'levels of brackets',
      'More than the deepest request needs, and far less than the stack of the parser holds.',
      10,
      1_000,
    ),
  },
  'Before anything runs': {
    depth: limit(
      'MAX_DEPTH',
      20,
      'levels of fields',
      'From a paper to its authors, their papers and the authors of those are 12.',
      1,
      1_000,
    ),
    aliases: limit('MAX_ALIASES', 50, 'aliases', 'Enough for a page of mutations, each under a name of its own.'),
    rootFields: limit(
      'MAX_ROOT_FIELDS',
      30,
      'root fields',
      'Each is at least one statement; no page shows so many lists.',
    ),
    mutations: limit(
      'MAX_MUTATIONS',
      20,
      'mutations',
      'They run one after the other, and all of them within the time of a request.',
    ),
    fields: limit(
      'MAX_FIELDS',
      2_000,
      'fields once fragments are spread',
      'Fragments that spread fragments grow exponentially.',
    ),
    repetitions: limit(
      'MAX_REPETITIONS',
      100,
      'repetitions of a field',
      'Equal fields are merged in pairs, so their number counts squared; generated documents repeat a few.',
    ),
    fragmentSpreads: limit(
      'MAX_FRAGMENT_SPREADS',
      100,
      'fragments spread',
      'Pages made of components spread some dozens.',
    ),
    directives: limit('MAX_DIRECTIVES', 50, 'directives', 'Pages that leave parts out use a few.'),
    introspectionLists: limit(
      'MAX_INTROSPECTION_LISTS',
      20,
      'lists of types, fields and the like',
      'The introspection of GraphiQL has 12; each may list the whole schema.',
    ),
    listItems: limit(
      'MAX_LIST_ITEMS',
      200,
      'items in a list of the input',
      'No field takes more than 100, and says so itself; a list of twice that is not even read.',
    ),
    stringCharacters: limit(
      'MAX_STRING_CHARACTERS',
      20_000,
      'characters in a string or an id',
      'The longest text that is taken, a comment, has 10,000; a cursor of a search has up to 16,000.',
      100,
    ),
    cost: limit(
      'MAX_COST',
      12_000,
      'points of cost',
      'Objects that a request may return: 100 papers with 100 authors each are one request.',
    ),
  },
  'While it runs': {
    statementMs: limit(
      'STATEMENT_TIMEOUT_MS',
      2_000,
      'milliseconds for a statement',
      'The slowest statement at a million papers takes 70 ms; what takes longer meets a database in trouble.',
      10,
      600_000,
    ),
    requestMs: limit(
      'REQUEST_TIMEOUT_MS',
      5_000,
      'milliseconds for a request',
      'Nobody waits longer for a page, and the largest request takes a second.',
      10,
      600_000,
    ),
    poolWaitMs: limit(
      'POOL_WAIT_MS',
      1_000,
      'milliseconds of waiting for a connection',
      'Waiting longer would only make the queue longer; the client is told when to come again.',
      10,
      60_000,
    ),
  },
  'While it is listened to': {
    subscriptionsOfConnection: limit(
      'MAX_CONNECTION_SUBSCRIPTIONS',
      20,
      'subscriptions on one connection',
      'A page follows what it shows; papers are followed by the hundred in one.',
    ),
    subscriptionsOfListener: limit(
      'MAX_LISTENER_SUBSCRIPTIONS',
      200,
      'subscriptions of a person, or of an address for nobody',
      'Ten connections that are full, in each process; each event costs points as well.',
    ),
    listeningConnections: limit(
      'MAX_LISTENING_CONNECTIONS',
      10_000,
      'connections that listen',
      'An idle one takes some ten kilobytes; file descriptors are for requests as well.',
    ),
    listeningConnectionsOfAddress: limit(
      'MAX_ADDRESS_CONNECTIONS',
      500,
      'connections that listen from one address',
      'A company behind one address; a twentieth of what a process has.',
    ),
    messageBytes: limit(
      'MAX_MESSAGE_BYTES',
      100_000,
      'bytes of a message',
      'What a body may have: a document of the most tokens fits with its variables.',
      1_000,
      10_000_000,
    ),
    handshakeMs: limit(
      'HANDSHAKE_TIMEOUT_MS',
      10_000,
      'milliseconds until a WebSocket says connection_init',
      'Clients say it at once; a connection that never does holds a place.',
      10,
      600_000,
    ),
    pingMs: limit(
      'PING_EVERY_MS',
      30_000,
      'milliseconds between two signs of life',
      'Proxies close what is silent for a minute; whoever answers none of two is gone.',
      10,
      600_000,
    ),
    deliveryMs: limit(
      'DELIVERY_TIMEOUT_MS',
      10_000,
      'milliseconds for a client to take a message',
      'The kernel holds some megabytes for a slow line; who is slower than this comes again after the last cursor.',
      10,
      600_000,
    ),
  },
  'While the database is migrated': {
    migrationLockMs: limit(
      'MIGRATION_LOCK_MS',
      PATIENCE.lockMs,
      'milliseconds for an attempt to lock a table',
      'Requests wait behind it for as long; three locks in a row stay below a second.',
      10,
      60_000,
    ),
    migrationMs: limit(
      'MIGRATION_PATIENCE_MS',
      PATIENCE.totalMs,
      'milliseconds of attempts for a step of a migration',
      'Longer than an import or a vacuum holds a table; what holds it for longer, somebody has to look at.',
      0,
      86_400_000,
    ),
  },
  'Between requests, in each process': {
    persistedBytes: limit(
      'PERSISTED_BYTES',
      8_000_000,
      'bytes of persisted documents',
      'Some thousands of usual ones; whoever fills it with their own makes others send theirs once more.',
      10_000,
      1_000_000_000,
    ),
  },
  'Over time': {
    addressPoints: limit(
      'ADDRESS_POINTS',
      60_000,
      'points at once from an address',
      'Five of the dearest requests, or some hundred pages of papers. No less than MAX_COST.',
      1,
      1_000_000_000,
    ),
    addressPointsPerSecond: limit(
      'ADDRESS_POINTS_PER_SECOND',
      1_000,
      'points a second from an address',
      'A few pages of papers a second, for as long as somebody likes: more than a person reads.',
      1,
      1_000_000_000,
    ),
    userPoints: limit(
      'USER_POINTS',
      300_000,
      'points at once by a person',
      'Five times what an address has, since we know whom to talk to. No less than MAX_COST.',
      1,
      1_000_000_000,
    ),
    userPointsPerSecond: limit(
      'USER_POINTS_PER_SECOND',
      5_000,
      'points a second by a person',
      'All papers of a large archive within an hour.',
      1,
      1_000_000_000,
    ),
    commentsPerHour: limit('COMMENTS_PER_HOUR', 60, 'comments in an hour', 'Nobody writes one a minute for an hour.'),
    submissionsPerHour: limit(
      'SUBMISSIONS_PER_HOUR',
      20,
      'submissions in an hour',
      'Each may be asked of arXiv, which answers one in three seconds for all of us.',
    ),
    votesPerHour: limit(
      'VOTES_PER_HOUR',
      600,
      'votes in an hour',
      'Given or taken back, one in six seconds: whoever votes faster has not read.',
    ),
    tokensPerHour: limit('TOKENS_PER_HOUR', 10, 'access tokens in an hour', 'A person has a few programs.'),
    webhooksPerHour: limit(
      'WEBHOOKS_PER_HOUR',
      30,
      'changes of webhooks in an hour',
      'Made, changed or given a new secret: their hosts are looked up, which takes others to answer.',
    ),
    deliveriesPerHour: limit(
      'DELIVERIES_PER_HOUR',
      60,
      'deliveries asked for in an hour',
      'Tests and what is sent once more: one a minute, for as long as somebody mends a receiver.',
    ),
  },
  'Of one person': {
    webhooksPerUser: limit(
      'WEBHOOKS_PER_USER',
      10,
      'webhooks',
      'Each may be sent all that happens. One more is refused in `userErrors` with `LIMIT_REACHED`.',
    ),
  },
} as const satisfies Record<string, Record<string, Limit>>;

type Groups = typeof LIMIT_GROUPS;
export type LimitName = { [Group in keyof Groups]: keyof Groups[Group] }[keyof Groups];
export type Limits = Readonly<Record<LimitName, number>>;

export const LIMITS = Object.assign({}, ...Object.values(LIMIT_GROUPS)) as Record<LimitName, Limit>;

/** The numbers as they stand here, and those that are given in their place. */
export function limitsWith(given: Partial<Limits> = {}): Limits {
  const values = Object.entries(LIMITS).map(([name, { value }]) => [name, value]);
  return { ...(Object.fromEntries(values) as Limits), ...given };
}

/** Refuses a request that is over a limit. */
export function checkLimit(limits: Limits, name: LimitName, requested: number): void {
  if (requested > limits[name]) throw limitExceeded(limits, name, requested);
}

/** A request that is larger than allowed, with the limit's name and value and the request's own figure. */
export function limitExceeded(
  limits: Limits,
  name: LimitName,
  requested: number,
  has = 'This request has',
): GraphQLError {
  const value = limits[name];
  const message = `${has} ${requested} ${LIMITS[name].counts}; the limit is ${value}.`;
  return requestError('LIMIT_EXCEEDED', message, { limit: { name, value, requested } });
}
