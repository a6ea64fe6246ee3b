import { judge, PATIENCE_MS } from '../promises/judge.mjs';
import { Connection } from './connection.mjs';

const TICK_MS = 10;
/** How long those who still wait for an acknowledgement may go on asking when the load ends. */
const DRAIN_MS = 15_000;

/**
 * Requests at an even pace, each by the one who has waited longest of those who do not wait for an answer. So the pace
 * holds while answers are slow, until all wait.
 */
export class Load {
  #actors;
  #idle;
  #api;
  #witness;
  #timer;
  #isDraining = false;
  #running = 0;

  constructor({ actors, api, witness, perSecond }) {
    this.#actors = actors.map((actor) => ({ actor, connection: new Connection(api.port) }));
    this.#idle = [...this.#actors];
    this.#api = api;
    this.#witness = witness;
    const startedAt = performance.now();
    let sent = 0;
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond);
      // What could not be sent is not made up for.
      for (; sent < due; sent++) this.#sendNext();
    }, TICK_MS);
  }

  /** Ends when all that was begun is acknowledged, or does not come to that. */
  async stop() {
    this.#isDraining = true;
    const deadline = performance.now() + DRAIN_MS;
    const isOwed = () => this.#actors.some(({ actor }) => actor.isOwed());
    while ((isOwed() || this.#running > 0) && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
    clearInterval(this.#timer);
    for (const { connection } of this.#actors) connection.close();
    if (isOwed()) this.#witness.breach(`A write was not acknowledged within ${DRAIN_MS / 1000} s of the last fault.`);
  }

  #sendNext() {
    const next = this.#idle.shift();
    if (!next) return;
    if (this.#isDraining && !next.actor.isOwed()) return;
    void this.#send(next).then(() => this.#idle.push(next));
  }

  async #send({ actor, connection }) {
    this.#running++;
    const startedAt = performance.now();
    const result = await connection.exchange(actor.request(), PATIENCE_MS);
    const endedAt = performance.now();
    this.#running--;
    const verdict = judge(result, this.#api.outageDuring(startedAt, endedAt), endedAt - startedAt);
    const complaint = verdict.kind === 'served' ? actor.accept(verdict.answer) : undefined;
    this.#witness.note(complaint ? { kind: 'breach', sentence: complaint } : verdict, { startedAt, endedAt });
  }
}
