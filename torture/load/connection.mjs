import { Socket } from 'node:net';
import { readAnswer } from './http-answer.mjs';

/** How long the refusal of bytes may follow the end of a connection: both come from the kernel of this machine. */
const REFUSAL_MS = 100;

/**
 * A kept connection that sends one request after the other. An exchange comes to
 * - an answer `{ status, headers, body }`, or
 * - a loss `{ loss, isPartial, wasAccepted, writtenAt, wasRead }`.
 *
 * `wasAccepted` says that the server had answered over this connection before, so that it was no longer one that waits
 * in the kernel to be taken. `writtenAt` is when the kernel had all bytes of the request. `wasRead` says that the
 * server's end closed the connection after it had read them: a kernel that closes a connection with bytes that nobody
 * read, or gets bytes for one that is closed, sends a reset; where all were read, it sends nothing but the end.
 */
export class Connection {
  #port;
  #socket = null;
  #exchange = null;
  #answered = 0;

  constructor(port) {
    this.#port = port;
  }

  exchange(bytes, patienceMs) {
    return new Promise((resolve) => {
      const exchange = { resolve, received: Buffer.alloc(0), writtenAt: Infinity, wasAccepted: this.#answered > 0 };
      this.#exchange = exchange;
      exchange.timer = setTimeout(() => this.#lose('timeout'), patienceMs);
      this.#socket ??= this.#open();
      this.#socket.write(bytes, () => (exchange.writtenAt = performance.now()));
    });
  }

  close() {
    this.#socket?.destroy();
    this.#socket = null;
    this.#answered = 0;
  }

  #open() {
    const socket = new Socket({ allowHalfOpen: true });
    const ifCurrent = (act) => (value) => {
      if (this.#socket === socket) act(value);
    };
    socket.setNoDelay(true);
    socket.on(
      'data',
      ifCurrent((chunk) => this.#receive(chunk)),
    );
    socket.on(
      'end',
      ifCurrent(() => void this.#judgeEnd(socket)),
    );
    socket.on(
      'error',
      ifCurrent((error) => this.#lose(error.code)),
    );
    socket.on(
      'close',
      ifCurrent(() => this.#lose('closed')),
    );
    return socket.connect(this.#port, '127.0.0.1');
  }

  #receive(chunk) {
    if (!this.#exchange) return this.close();
    this.#exchange.received = Buffer.concat([this.#exchange.received, chunk]);
    const answer = readAnswer(this.#exchange.received);
    if (!answer) return;
    this.#answered++;
    if (answer.headers.get('connection') === 'close') this.close();
    this.#settle(answer);
  }

  /** The other end has closed: finds out whether it had read the request. */
  async #judgeEnd(socket) {
    if (!this.#exchange) return this.close();
    await new Promise((resolve) => setTimeout(resolve, REFUSAL_MS));
    // After a reset, this write fails; where there was none, it does not.
    socket.write('\r\n', (error) => {
      if (this.#socket === socket) this.#lose(error ? error.code : 'closed', !error);
    });
  }

  #lose(loss, wasRead = false) {
    this.close();
    if (!this.#exchange) return;
    const { received, wasAccepted, writtenAt } = this.#exchange;
    this.#settle({ loss, isPartial: received.length > 0, wasAccepted, writtenAt, wasRead });
  }

  #settle(result) {
    const { resolve, timer } = this.#exchange;
    this.#exchange = null;
    clearTimeout(timer);
    resolve(result);
  }
}
