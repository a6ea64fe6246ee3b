/** A subscription is opened once, then answered for each of its events as a query would be. */
export type SubscriptionPhase = OpeningSubscription | { readonly name: 'event'; readonly event: object };

export interface OpeningSubscription {
  readonly name: 'opening';
  /** Fires when nobody listens any more. */
  readonly signal: AbortSignal;
  /** What it follows, once that is known: the events, without an end. */
  events: AsyncIterable<object> | null;
}
