/**
 * How connections that nobody uses are kept: for ten minutes. One has its statements planned and the pages of the database mapped,
 * which a new one does again: where requests pause for longer, the first ones after it take several times as long.
 * One whose other end is gone without a word is found out by what keeps it alive.
 */
export const KEPT_CONNECTIONS = {
  idleTimeoutMillis: 600_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
};
