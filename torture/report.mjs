import { decimal, table, whole } from '../bench/table.mjs';

const HEAD = [
  'part',
  'faults',
  'seconds',
  'requests',
  'requests/s',
  'served',
  '503',
  'down',
  'crossed',
  'writes kept',
  'followed',
  'slowest ms',
  'recovery p50 ms',
  'max ms',
  'stop p50 ms',
  'max ms',
  'breaches',
];

/** The figures as a table, and how to read them. */
export function report(results) {
  const breaches = results.flatMap(({ part, breaches }) =>
    breaches.map(({ sentence, times }) => `${part}: ${sentence} (${times} times)`),
  );
  return `${table([HEAD, ...results.map(rowOf)])}

"503" are refusals with SERVICE_UNAVAILABLE and Retry-After, "down" those without an answer while the API was ended by us,
"crossed" those sent while SIGTERM closed their connection, refused unread. "writes kept" are votes, votes taken back and
comments that were acknowledged, each of which is in the database once. "followed" are the changes that came once and in order to
somebody who follows the stream and goes on after their last cursor whenever that breaks. Recovery is the time from when PostgreSQL accepts
connections and the API is ready until the last request failed.

${breaches.length ? `Broken promises:\n${breaches.join('\n')}` : 'No promise was broken.'}
`;
}

function rowOf(result) {
  return [
    result.part,
    whole(result.faults),
    whole(result.seconds),
    whole(result.requests),
    whole(result.perSecond),
    whole(result.served),
    whole(result.unavailable),
    whole(result.down),
    whole(result.crossed),
    whole(result.acknowledgedWrites),
    whole(result.followed),
    whole(result.slowestMs),
    decimal(result.recoveryP50Ms, 0),
    decimal(result.recoveryMaxMs, 0),
    result.stopP50Ms === undefined ? '' : whole(result.stopP50Ms),
    result.stopMaxMs === undefined ? '' : whole(result.stopMaxMs),
    whole(result.breaches.reduce((sum, { times }) => sum + times, 0)),
  ];
}
