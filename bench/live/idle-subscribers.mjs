// Follows papers to which nothing happens, each over a WebSocket of its own, until it is ended.
import { subscriberOf } from './subscriber.mjs';

const [url, count] = process.argv.slice(2);
/** So many open at a time, as people come. */
const AT_ONCE = 50;
const QUIET = { first: 500, last: 999 };
const FOLLOW = 'subscription ($ids: [ID!]!) { paperChanged(ids: $ids) { cursor paper { title upvoteCount } } }';

for (let open = 0; open < Number(count); open += AT_ONCE) {
  await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => openOne(open + at)));
}
process.send('open');

async function openOne(number) {
  const client = subscriberOf({ url });
  await new Promise((resolve) => client.on('connected', resolve));
  const paper = QUIET.first + (number % (QUIET.last - QUIET.first));
  const ids = [Buffer.from(`Paper:${paper}`).toString('base64url')];
  const fail = (error) => {
    process.stderr.write(`A subscription ended: ${JSON.stringify(error)}\n`);
    process.exit(1);
  };
  client.subscribe({ query: FOLLOW, variables: { ids } }, { next: fail, error: fail, complete: fail });
}
