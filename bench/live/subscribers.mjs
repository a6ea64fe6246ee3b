// Follows papers, each over a WebSocket of its own, until it is ended; says when all are open, and each time that all heard of something.
import { subscriberOf } from './subscriber.mjs';

const [url, count, first, last] = process.argv.slice(2).map((text, at) => (at === 0 ? text : Number(text)));
/** So many open at a time, as people come. */
const AT_ONCE = 50;
const FOLLOW = 'subscription ($ids: [ID!]!) { paperChanged(ids: $ids) { cursor paper { title upvoteCount } } }';
let heard = 0;

for (let open = 0; open < count; open += AT_ONCE) {
  await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => openOne(open + at)));
}
process.send('open');

async function openOne(number) {
  const client = subscriberOf({ url });
  await new Promise((resolve) => client.on('connected', resolve));
  const paper = first + (number % (last - first + 1));
  const ids = [Buffer.from(`Paper:${paper}`).toString('base64url')];
  client.subscribe({ query: FOLLOW, variables: { ids } }, { next: hear, error: fail, complete: fail });
}

function hear({ errors }) {
  if (errors) fail(errors);
  if (++heard % count === 0) process.send({ heardAt: performance.timeOrigin + performance.now() });
}

function fail(error) {
  process.stderr.write(`A subscription ended: ${JSON.stringify(error)}\n`);
  process.exit(1);
}
