import { nodeId } from '../../src/graphql/node';
import type { UserRole } from '../../src/graphql/viewer';
import { setUserRole } from '../../src/users/user.service';
import { Fixtures } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';

export interface Shown {
  id: string;
  state: string;
  evidence: string | null;
  reviewReason: string | null;
  reviewedAt: string | null;
  reviewedBy: { handle: string } | null;
  user: { handle: string };
  history: { kind: string; actor: { handle: string } | null; reason: string | null }[] | null;
}
export interface UserErrors {
  userErrors: { code: string; message: string; path: string[] | null }[];
}

export const CLAIM = `id state evidence reviewReason reviewedAt reviewedBy { handle } user { handle }
  history { kind actor { handle } reason }`;

const CLAIM_AUTHORSHIP = `mutation ($input: ClaimAuthorshipInput!) {
  claimAuthorship(input: $input) { claim { ${CLAIM} } userErrors { code message path } }
}`;
const REVIEW = `mutation ($input: ReviewClaimInput!) {
  reviewClaim(input: $input) { claim { ${CLAIM} } userErrors { code message path } }
}`;

const ROLES: Record<string, UserRole> = { mo: 'MODERATOR', max: 'MODERATOR' };

/** A paper by Ada and Bo, which people of these handles claim, and two moderators, mo and max. */
export class ClaimTown {
  readonly tokens: Record<string, string> = {};
  readonly keys: Record<string, number> = {};
  papers: number[] = [];

  private constructor(
    readonly server: TestServer,
    readonly fixtures: Fixtures,
  ) {}

  static async build(): Promise<ClaimTown> {
    const server = await startTestServer();
    const town = new ClaimTown(server, new Fixtures(server.database));
    for (const [index, handle] of ['ada', 'bo', 'eve', 'mo', 'max'].entries()) {
      town.tokens[handle] = await server.signUp(handle, ['moderate']);
      town.keys[handle] = index + 1;
      if (ROLES[handle]) await setUserRole(server.database, handle, ROLES[handle]);
    }
    town.papers = await town.fixtures.papers([{}, {}]);
    const [ada = 0, bo = 0] = await town.fixtures.authors([{ name: 'Ada' }, { name: 'Bo' }]);
    await town.fixtures.authorships(town.papers.flatMap((paper) => [ada, bo].map((author) => ({ paper, author }))));
    return town;
  }

  authorship(position = 1, paper = this.papers[0]): string {
    return nodeId('Authorship', `${paper}.${position}`);
  }

  claim(by: string, input: object = {}) {
    const whole = { authorshipId: this.authorship(), evidence: 'My address is on it.', ...input };
    return this.server.ask<{ claimAuthorship: UserErrors & { claim: Shown | null } }>(
      CLAIM_AUTHORSHIP,
      { input: whole },
      this.tokens[by],
    );
  }

  /** Claims, and answers the id of the claim. */
  async claimed(by: string, input: object = {}): Promise<string> {
    const { data, errors } = await this.claim(by, input);
    const id = data?.claimAuthorship.claim?.id;
    if (!id) throw new Error(JSON.stringify({ data, errors }));
    return id;
  }

  review(by: string, claimId: string, decision: 'VERIFY' | 'REJECT', reason?: string | null) {
    return this.server.ask<{ reviewClaim: (UserErrors & { claim: Shown | null }) | null }>(
      REVIEW,
      { input: { claimId, decision, reason } },
      this.tokens[by],
    );
  }

  async rows<Row extends object>(sql: string): Promise<Row[]> {
    return (await this.server.database.pool.query<Row>(sql)).rows;
  }
}
