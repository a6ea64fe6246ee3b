/** How many of something each holder has. */
export class Tally {
  private readonly counts = new Map<string, number>();

  countOf(holder: string): number {
    return this.counts.get(holder) ?? 0;
  }

  /** One more, until the function that it answers is called. */
  take(holder: string): () => void {
    this.counts.set(holder, this.countOf(holder) + 1);
    return () => {
      const left = this.countOf(holder) - 1;
      if (left > 0) this.counts.set(holder, left);
      else this.counts.delete(holder);
    };
  }
}
