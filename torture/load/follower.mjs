const QUERY = 'subscription ($after: String) { changes(after: $after) { cursor } }';
const AGAIN_AFTER_MS = 50;
/** How long the last changes may take to come once all runs again. */
const CATCH_UP_MS = 15_000;

/** Somebody who follows the change stream by server-sent events, and whenever that breaks goes on after the last change that came. */
export class Follower {
  #api;
  #cursors = [];
  #start = '';
  #over = new AbortController();
  #following;

  static async from(api) {
    const follower = new Follower();
    follower.#api = api;
    follower.#start = await headCursor(api);
    follower.#following = follower.#followUntilOver();
    return follower;
  }

  /** Ends once everything came that the database holds; answers how much that is, and a sentence for each way in which what came is not that. */
  async end(client) {
    const expected = await placesAfter(client, placeOf(this.#start));
    const deadline = performance.now() + CATCH_UP_MS;
    while (this.#cursors.length < expected.length && performance.now() < deadline) await wait(AGAIN_AFTER_MS);
    this.#over.abort();
    await this.#following;
    return { followed: expected.length, broken: differences(this.#cursors.map(nameOf), expected) };
  }

  async #followUntilOver() {
    while (!this.#over.signal.aborted) {
      await this.#follow().catch(() => undefined);
      await wait(AGAIN_AFTER_MS);
    }
  }

  async #follow() {
    const response = await fetch(`http://127.0.0.1:${this.#api.port}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: QUERY, variables: { after: this.#cursors.at(-1) ?? this.#start } }),
      signal: this.#over.signal,
    });
    let text = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const events = (text + chunk).split('\n\n');
      // What is not whole yet.
      text = events.pop();
      for (const event of events) this.#take(event);
    }
  }

  #take(event) {
    const [, data] = /^event: next\ndata: (.*)$/.exec(event) ?? [];
    const cursor = data && JSON.parse(data).data?.changes.cursor;
    if (cursor) this.#cursors.push(cursor);
  }
}

async function headCursor({ port }) {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ changes(first: 0) { headCursor } }' }),
  });
  return (await response.json()).data.changes.headCursor;
}

function placeOf(cursor) {
  const [, transactionId, rowId] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  return [transactionId, rowId];
}

const nameOf = (cursor) => placeOf(cursor).join('.');

async function placesAfter(client, place) {
  const { rows } = await client.query(
    `select transaction_id || '.' || id as name from changes where (transaction_id, id) > ($1, $2) order by transaction_id, id`,
    place,
  );
  return rows.map(({ name }) => name);
}

function differences(came, expected) {
  const once = new Set(came);
  const sentences = [];
  if (once.size < came.length) sentences.push('A change came twice to somebody who follows the stream.');
  const missed = expected.filter((name) => !once.has(name));
  if (missed.length)
    sentences.push(`${missed.length} of ${expected.length} changes did not come to somebody who follows the stream.`);
  const inOrder = [...once].join() === expected.filter((name) => once.has(name)).join();
  if (!inOrder) sentences.push('Changes came in another order than that of the stream.');
  return sentences;
}

function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
