interface DeliveryOptions {
  /** How long the client may take for a message, in milliseconds. */
  withinMs: number;
  /** How many messages may wait for the client at once. */
  most: number;
  /** Called once, when a message waited for too long, or too many wait. */
  onSlow: () => void;
}

/** Hands messages to the connection of a client, and notices where nobody takes them. */
export class Delivery {
  private readonly waiting = new Set<(isTaken: boolean) => void>();
  private isOver = false;

  constructor(private readonly options: DeliveryOptions) {}

  /**
   * Writes a message; `write` calls back when the kernel took all of it. Answers whether it did: not where the connection
   * ends before.
   */
  send(write: (done: (error?: Error | null) => void) => void): Promise<boolean> {
    const { withinMs, most } = this.options;
    if (this.waiting.size >= most) this.giveUp();
    if (this.isOver) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (isTaken: boolean) => {
        clearTimeout(timer);
        this.waiting.delete(settle);
        resolve(isTaken);
      };
      const timer = setTimeout(() => this.giveUp(), withinMs);
      this.waiting.add(settle);
      write((error) => settle(!error));
    });
  }

  /** The connection is over: nothing that waits is taken any more. */
  end(): void {
    this.isOver = true;
    for (const settle of this.waiting) settle(false);
  }

  private giveUp(): void {
    if (this.isOver) return;
    this.end();
    this.options.onSlow();
  }
}
