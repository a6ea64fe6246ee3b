import { nodeId } from '../../src/graphql/node';
import { upTo } from '../support/fixtures';
import { CLAIM, ClaimTown, Shown } from './claim-client';

let town: ClaimTown;
beforeEach(async () => {
  town = await ClaimTown.build();
});
afterEach(() => town.server.close());

const everyoneSees = async (id: string, by?: string) => {
  const query = `query ($id: ID!) { node(id: $id) { ... on AuthorshipClaim { ${CLAIM} } } }`;
  return (await town.server.data<{ node: Shown | null }>(query, { id }, by && town.tokens[by])).node;
};

describe('claimAuthorship', () => {
  it('makes a pending claim, which its claimant and moderators alone see', async () => {
    const { data } = await town.claim('ada', { evidence: '  My address is on it. ' });
    const claim = data?.claimAuthorship.claim as Shown;
    expect(data?.claimAuthorship).toEqual({
      claim: {
        id: expect.any(String) as unknown,
        state: 'PENDING',
        evidence: 'My address is on it.',
        reviewReason: null,
        reviewedAt: null,
        reviewedBy: null,
        user: { handle: 'ada' },
        history: [{ kind: 'CLAIMED', actor: { handle: 'ada' }, reason: null }],
      },
      userErrors: [],
    });
    expect(await everyoneSees(claim.id, 'ada')).toEqual(claim);
    expect(await everyoneSees(claim.id, 'mo')).toEqual(claim);
    expect(await everyoneSees(claim.id, 'bo')).toBeNull();
    expect(await everyoneSees(claim.id)).toBeNull();
    expect(await town.rows('select 1 from changes')).toEqual([]);
  });

  it('gives the first claim back to who claims again, and a new one after a rejection', async () => {
    const first = await town.claimed('ada');
    expect(await town.claimed('ada', { evidence: 'Another.' })).toBe(first);
    await town.review('mo', first, 'REJECT', 'No such address.');
    const second = await town.claimed('ada', { evidence: 'Another.' });
    expect(second).not.toBe(first);
    expect(await everyoneSees(first, 'ada')).toMatchObject({ state: 'REJECTED', evidence: 'My address is on it.' });
    expect(await everyoneSees(second, 'ada')).toMatchObject({ state: 'PENDING', evidence: 'Another.' });
  });

  it('makes one claim of two at once', async () => {
    const ids = await Promise.all(upTo(8).map(() => town.claimed('ada')));
    expect(new Set(ids).size).toBe(1);
    expect(await town.rows('select 1 from authorship_claims')).toHaveLength(1);
  });

  it('is answered once for an idempotency key', async () => {
    const key = { idempotencyKey: 'mine' };
    const first = await town.claimed('ada', key);
    await town.review('mo', first, 'REJECT', 'No.');
    expect(await town.claimed('ada', key)).toBe(first);
  });

  it('lets several people claim the same, and one several', async () => {
    const ids = [
      await town.claimed('ada'),
      await town.claimed('bo'),
      await town.claimed('ada', { authorshipId: town.authorship(2) }),
    ];
    expect(new Set(ids).size).toBe(3);
  });

  it('keeps at most 20 of a person pending, also of those made at once', async () => {
    const papers = await town.fixtures.papers(upTo(22).map(() => ({})));
    await town.fixtures.authorships(papers.map((paper) => ({ paper, author: 1 })));
    const claims = await Promise.all(
      papers.map((paper) => town.claim('ada', { authorshipId: town.authorship(1, paper) })),
    );
    const refusals = claims.flatMap(({ data }) => data?.claimAuthorship.userErrors ?? []);
    expect(refusals.map(({ code }) => code)).toEqual(['LIMIT_REACHED', 'LIMIT_REACHED']);
    expect(refusals[0]?.message).toMatch(/^20 claims of yours wait for a moderator/);
  });

  it.each([
    [{ evidence: ' ' }, 'INVALID_VALUE', 'evidence', /has 0 characters; it takes 1 to 2000/],
    [{ evidence: 'x'.repeat(2001) }, 'INVALID_VALUE', 'evidence', /has 2001 characters/],
    [{ authorshipId: 'none' }, 'NOT_FOUND', 'authorshipId', /no authorship with the id "none"/],
    [{ authorshipId: nodeId('Authorship', '1.3') }, 'NOT_FOUND', 'authorshipId', /no authorship/],
    [{ authorshipId: nodeId('Authorship', '99.1') }, 'NOT_FOUND', 'authorshipId', /no authorship/],
    [{ authorshipId: nodeId('Paper', 1) }, 'NOT_FOUND', 'authorshipId', /no authorship/],
  ])('refuses %j', async (input, code, field, message) => {
    expect((await town.claim('ada', input)).data?.claimAuthorship).toEqual({
      claim: null,
      userErrors: [{ code, message: expect.stringMatching(message) as unknown, path: ['input', field] }],
    });
  });
});

describe('the lists of claims', () => {
  interface Lists {
    node: { claims: { totalCount: number; nodes: { id: string }[] } };
    claims: { totalCount: number; nodes: { id: string }[] } | null;
    user: { claims: { totalCount: number; nodes: { id: string }[] } | null };
  }
  const list = (id: string) => ({ id });

  it('show the verified one to everybody, their own to claimants, and all to moderators', async () => {
    const ada = await town.claimed('ada');
    const bo = await town.claimed('bo');
    const eve = await town.claimed('eve');
    await town.review('mo', ada, 'VERIFY');
    await town.review('mo', eve, 'REJECT', 'No.');
    const query = `{ node(id: "${town.authorship()}") { ... on Authorship { claims { totalCount nodes { id } } } } }`;
    const seenBy = async (who?: string) => {
      return (await town.server.data<Lists>(query, {}, who && town.tokens[who])).node.claims;
    };
    expect(await seenBy()).toEqual({ totalCount: 1, nodes: [list(ada)] });
    expect(await seenBy('ada')).toEqual({ totalCount: 1, nodes: [list(ada)] });
    expect(await seenBy('bo')).toEqual({ totalCount: 2, nodes: [bo, ada].map(list) });
    expect(await seenBy('eve')).toEqual({ totalCount: 2, nodes: [eve, ada].map(list) });
    expect(await seenBy('mo')).toEqual({ totalCount: 3, nodes: [eve, bo, ada].map(list) });
  });

  it('show moderators what waits, the oldest first, by state', async () => {
    const ids = [await town.claimed('ada'), await town.claimed('bo'), await town.claimed('eve')];
    await town.review('mo', ids[1] ?? '', 'REJECT', 'No.');
    const query = `query ($state: AuthorshipClaimState) { claims(state: $state) { totalCount nodes { id } } }`;
    const inState = async (state: string | null) => {
      return (await town.server.data<Lists>(query, { state }, town.tokens.mo)).claims;
    };
    expect(await inState('PENDING')).toEqual({ totalCount: 2, nodes: [ids[0], ids[2]].map((id) => ({ id })) });
    expect(await inState('REJECTED')).toEqual({ totalCount: 1, nodes: [{ id: ids[1] }] });
    expect(await inState('VERIFIED')).toEqual({ totalCount: 0, nodes: [] });
    expect(await inState(null)).toEqual({ totalCount: 3, nodes: ids.map((id) => ({ id })) });
  });

  it('show nobody the claims of somebody else', async () => {
    const id = await town.claimed('ada');
    const query = '{ user(handle: "ada") { claims { totalCount nodes { id } } } }';
    const seenBy = async (who: string) => (await town.server.data<Lists>(query, {}, town.tokens[who])).user.claims;
    expect(await seenBy('ada')).toEqual({ totalCount: 1, nodes: [{ id }] });
    expect(await seenBy('mo')).toBeNull();
  });
});

describe('whoever leaves', () => {
  it('takes their claims along and frees what they were verified for, also as a moderator', async () => {
    const ada = await town.claimed('ada');
    await town.claimed('ada', { authorshipId: town.authorship(2) });
    const bo = await town.claimed('bo');
    await town.review('mo', ada, 'VERIFY', 'Seen.');
    await town.review('mo', bo, 'REJECT', 'Not seen.');
    for (const handle of ['ada', 'mo']) {
      const leave = `mutation { deleteAccount(input: { handle: "${handle}" }) { userErrors { code } } }`;
      await town.server.data(leave, {}, town.tokens[handle]);
    }

    expect(await town.rows('select user_id from authorship_claims')).toEqual([{ user_id: town.keys.bo }]);
    expect(await everyoneSees(bo, 'bo')).toMatchObject({
      reviewedBy: null,
      reviewReason: 'Not seen.',
      history: [{ kind: 'REJECTED', actor: null }, { kind: 'CLAIMED' }],
    });
    const kinds = `select kind, subject_id, actor_id from changes where kind like 'AUTHORSHIP%' order by id`;
    const about = { subject_id: `${town.papers[0]}.1`, actor_id: null };
    expect(await town.rows(kinds)).toEqual([
      { kind: 'AUTHORSHIP_VERIFIED', ...about },
      { kind: 'AUTHORSHIP_VERIFICATION_REMOVED', ...about },
    ]);
    const again = await town.claimed('eve');
    expect((await town.review('max', again, 'VERIFY')).data?.reviewClaim?.userErrors).toEqual([]);
  });
});
