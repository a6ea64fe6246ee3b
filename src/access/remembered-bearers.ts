import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { hasScope, type Viewer } from '../graphql/viewer';

/** Some three megabytes. */
const REMEMBERED = 10_000;

/**
 * Who the bearers of access tokens were when this process last read them, of those who may vote. Any of it may have changed
 * since: whoever goes by it has it confirmed.
 */
export class RememberedBearers {
  private readonly viewers = new LRUCache<string, Viewer & { accessTokenId: number }>({ max: REMEMBERED });

  /** By the Authorization header, of which no more than a fingerprint is kept. */
  find(authorization: string | undefined) {
    return authorization === undefined ? undefined : this.viewers.get(fingerprint(authorization));
  }

  note(authorization: string, viewer: Viewer): void {
    const { accessTokenId } = viewer;
    if (accessTokenId !== null && hasScope(viewer, 'vote')) {
      this.viewers.set(fingerprint(authorization), { ...viewer, accessTokenId });
    }
  }
}

function fingerprint(authorization: string): string {
  return hash('sha256', authorization, 'base64');
}
