import type { UserRole } from './viewer';

/** What is remembered of the bearer of an access token. */
export interface RememberedBearer {
  readonly accessTokenId: number;
  readonly role: UserRole;
}

/**
 * Stands for a viewer who was read for an earlier request. The statement that writes for them looks whether all that is so
 * still, and writes nothing where it is not: then whatever came of it is dropped, and the request begins again with a viewer
 * who is read for it.
 */
export class Confirmation {
  isGiven = false;

  constructor(readonly bearer: RememberedBearer) {}

  /** Told by whoever had the statement write; goes on where it did. */
  settle(hasWritten: boolean): void {
    if (!hasWritten) throw new Error('Nothing was written for a viewer who is remembered.');
    this.isGiven = true;
  }
}
