/** Wakes processes that follow the stream. */
export interface Announcer {
  announce(): void;
}

/** Lets one who waits be woken; a wake-up that comes while nobody waits counts for the next time. */
export class Waker {
  private isWoken = false;
  private rouse: () => void = () => undefined;

  wake(): void {
    this.isWoken = true;
    this.rouse();
  }

  /** Waits until it is woken, and no longer than so many milliseconds. */
  async wokenWithin(milliseconds: number): Promise<void> {
    if (!this.isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.rouse = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.isWoken = false;
    this.rouse = () => undefined;
  }
}
