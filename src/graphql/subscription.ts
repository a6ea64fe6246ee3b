import type { Position } from '../changes/position';

/** A subscription is opened once, then answered for each of its events as a query would be. */
export type SubscriptionPhase = OpeningSubscription | AnsweredSubscription;

/** What subscriptions are answered for. */
export interface SubscriptionEvent {
  readonly position: Position;
}

interface AnsweredSubscription {
  readonly name: 'event';
  readonly event: SubscriptionEvent;
}

export interface OpeningSubscription {
  readonly name: 'opening';
  /** Fires when nobody listens any more. */
  readonly signal: AbortSignal;
  /** What it follows, once that is known: the events, without an end. */
  events: AsyncIterable<SubscriptionEvent> | null;
}
