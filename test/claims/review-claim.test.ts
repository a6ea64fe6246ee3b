import { nodeId } from '../../src/graphql/node';
import { idsOf } from '../support/fixtures';
import { ClaimTown } from './claim-client';

let town: ClaimTown;
beforeEach(async () => {
  town = await ClaimTown.build();
});
afterEach(() => town.server.close());

const changes = () => town.rows('select kind, actor_id, subject_type, subject_id, paper_id from changes order by id');
const change = (kind: string) => ({
  kind,
  actor_id: null,
  subject_type: 'Authorship',
  subject_id: `${town.papers[0]}.1`,
  paper_id: town.papers[0],
});

describe('reviewClaim', () => {
  it('verifies a claim, for everybody to see', async () => {
    const id = await town.claimed('ada');
    const { data } = await town.review('mo', id, 'VERIFY', ' Wrote to her. ');
    expect(data?.reviewClaim).toMatchObject({
      claim: {
        state: 'VERIFIED',
        reviewReason: 'Wrote to her.',
        reviewedBy: { handle: 'mo' },
        history: [
          { kind: 'VERIFIED', actor: { handle: 'mo' }, reason: 'Wrote to her.' },
          { kind: 'CLAIMED', actor: { handle: 'ada' }, reason: null },
        ],
      },
      userErrors: [],
    });
    expect(await changes()).toEqual([change('AUTHORSHIP_VERIFIED')]);

    const query = `{
      claim: node(id: "${id}") { ... on AuthorshipClaim {
        state evidence reviewReason reviewedBy { handle } history { kind } authorship { position }
      } }
      authorship: node(id: "${town.authorship()}") { ... on Authorship { verifiedUser { handle } author { claimedBy { handle } } } }
      user(handle: "ada") { verifiedAuthorships { totalCount edges { verifiedAt node { id } } } }
    }`;
    expect(await town.server.data(query)).toEqual({
      claim: {
        state: 'VERIFIED',
        evidence: null,
        reviewReason: null,
        reviewedBy: null,
        history: null,
        authorship: { position: 1 },
      },
      authorship: { verifiedUser: { handle: 'ada' }, author: { claimedBy: { handle: 'ada' } } },
      user: {
        verifiedAuthorships: {
          totalCount: 1,
          edges: [{ verifiedAt: data?.reviewClaim?.claim?.reviewedAt, node: { id: town.authorship() } }],
        },
      },
    });
  });

  it('rejects a claim for a reason that the claimant reads, and tells nobody else', async () => {
    const id = await town.claimed('ada');
    const { data } = await town.review('mo', id, 'REJECT', 'No such address.');
    expect(data?.reviewClaim).toMatchObject({ claim: { state: 'REJECTED', reviewReason: 'No such address.' } });
    const query = `{ viewer { claims { nodes { state reviewReason reviewedBy { handle } } } } }`;
    expect(await town.server.data(query, {}, town.tokens.ada)).toEqual({
      viewer: {
        claims: { nodes: [{ state: 'REJECTED', reviewReason: 'No such address.', reviewedBy: { handle: 'mo' } }] },
      },
    });
    expect(await town.server.data(`{ node(id: "${id}") { id } }`)).toEqual({ node: null });
    expect(await changes()).toEqual([]);
  });

  it('rejects a verified one later, which frees the authorship', async () => {
    const [ada, bo] = [await town.claimed('ada'), await town.claimed('bo')];
    await town.review('mo', ada, 'VERIFY');
    expect((await town.review('max', bo, 'VERIFY')).data?.reviewClaim).toEqual({
      claim: null,
      userErrors: [
        {
          code: 'AUTHORSHIP_TAKEN',
          message: 'Somebody else is verified as this author of the paper already; reject that claim first.',
          path: ['input', 'claimId'],
        },
      ],
    });
    const { data } = await town.review('max', ada, 'REJECT', 'An impostor.');
    expect(data?.reviewClaim?.claim?.history?.map(({ kind }) => kind)).toEqual(['REJECTED', 'VERIFIED', 'CLAIMED']);
    expect((await town.review('max', bo, 'VERIFY')).data?.reviewClaim?.claim?.state).toBe('VERIFIED');
    expect(await changes()).toEqual([
      change('AUTHORSHIP_VERIFIED'),
      change('AUTHORSHIP_VERIFICATION_REMOVED'),
      change('AUTHORSHIP_VERIFIED'),
    ]);
  });

  it('changes nothing where the same was decided before, and keeps a rejection', async () => {
    const id = await town.claimed('ada');
    const first = await town.review('mo', id, 'VERIFY', 'Seen.');
    expect(await town.review('max', id, 'VERIFY', 'Me too.')).toEqual(first);
    const rejected = await town.review('mo', id, 'REJECT', 'Seen better.');
    expect(await town.review('max', id, 'REJECT', 'Me too.')).toEqual(rejected);
    expect((await town.review('max', id, 'VERIFY')).data?.reviewClaim?.userErrors[0]).toMatchObject({
      code: 'CLAIM_REJECTED',
      path: ['input', 'claimId'],
    });
    expect(await changes()).toHaveLength(2);
  });

  it('verifies one person of several at once', async () => {
    const ids = [await town.claimed('ada'), await town.claimed('bo'), await town.claimed('eve')];
    const answers = await Promise.all(ids.map((id, at) => town.review(at % 2 ? 'mo' : 'max', id, 'VERIFY')));
    const codes = answers.flatMap(({ data }) => data?.reviewClaim?.userErrors.map(({ code }) => code) ?? ['none']);
    expect(codes).toEqual(['AUTHORSHIP_TAKEN', 'AUTHORSHIP_TAKEN']);
    expect(await town.rows(`select 1 from authorship_claims where state = 'VERIFIED'`)).toHaveLength(1);
    expect(await changes()).toHaveLength(1);
  });

  it('is nothing for the claimant, also as a moderator', async () => {
    const id = await town.claimed('mo');
    const { data, errors } = await town.review('mo', id, 'VERIFY');
    expect(data).toEqual({ reviewClaim: null });
    expect(errors?.[0]).toMatchObject({
      message: 'Nobody can review a claim of their own.',
      extensions: { code: 'FORBIDDEN' },
    });
    const byMember = await town.review('ada', id, 'VERIFY');
    expect(byMember.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it.each([undefined, null, ' '])('takes no rejection with the reason %j', async (reason) => {
    const id = await town.claimed('ada');
    expect((await town.review('mo', id, 'REJECT', reason)).data?.reviewClaim?.userErrors).toEqual([
      {
        code: 'INVALID_VALUE',
        message: expect.stringMatching(/is no reason; a rejection takes one of 1 to 1000 characters/) as unknown,
        path: ['input', 'reason'],
      },
    ]);
    expect(await town.rows(`select 1 from authorship_claims where state = 'PENDING'`)).toHaveLength(1);
  });

  it('takes no reason that is too long, and no claim that there is not', async () => {
    const long = await town.review('mo', await town.claimed('ada'), 'VERIFY', 'x'.repeat(1001));
    expect(long.data?.reviewClaim?.userErrors[0]?.message).toBe(
      'The reason has 1001 characters; it takes at most 1000.',
    );
    for (const id of ['none', nodeId('AuthorshipClaim', 999), nodeId('Paper', 1)]) {
      expect((await town.review('mo', id, 'VERIFY')).data?.reviewClaim?.userErrors[0]?.code).toBe('NOT_FOUND');
    }
  });
});

describe('Author.claimedBy', () => {
  const QUERY = `query ($id: ID!) { author(id: $id) { claimedBy { handle } } }`;
  const claimedBy = async () => {
    const [id] = idsOf('Author', [1]);
    return (await town.server.data<{ author: { claimedBy: { handle: string } | null } }>(QUERY, { id })).author
      .claimedBy;
  };

  it('is the person of all verified authorships, and nobody where two people share the name', async () => {
    expect(await claimedBy()).toBeNull();
    const onOther = { authorshipId: town.authorship(1, town.papers[1]) };
    await town.review('mo', await town.claimed('ada'), 'VERIFY');
    await town.review('mo', await town.claimed('ada', onOther), 'VERIFY');
    expect(await claimedBy()).toEqual({ handle: 'ada' });
    const namesake = await town.claimed('bo', onOther);
    await town.server.database.pool.query(`update authorship_claims set state = 'REJECTED', rejected_at = now(),
      rejected_reason = 'No.' where paper_id = ${town.papers[1]} and user_id = ${town.keys.ada}`);
    await town.review('mo', namesake, 'VERIFY');
    expect(await claimedBy()).toBeNull();
  });
});

describe('Comment.isByAuthor', () => {
  it('tells the comments of verified authors on their own papers, but not of stubs', async () => {
    const [paper = 0, other = 0] = town.papers;
    const { ada = 0, bo = 0, eve = 0 } = town.keys;
    await town.review('mo', await town.claimed('ada'), 'VERIFY');
    await town.claimed('bo', { authorshipId: town.authorship(2) });
    await town.review('mo', await town.claimed('eve', { authorshipId: town.authorship(2) }), 'REJECT', 'No.');
    const comments = await town.fixtures.comments([
      { paper, author: ada },
      { paper, author: bo },
      { paper, author: eve },
      { paper: other, author: ada },
      { paper, author: ada, state: 'HIDDEN', hiddenReason: 'Rude.' },
      { paper, author: null, state: 'DELETED' },
    ]);
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Comment { isByAuthor } } }`;
    const { nodes } = await town.server.data<{ nodes: { isByAuthor: boolean }[] }>(query, {
      ids: idsOf('Comment', comments),
    });
    expect(nodes.map(({ isByAuthor }) => isByAuthor)).toEqual([true, false, false, false, false, false]);
  });
});
