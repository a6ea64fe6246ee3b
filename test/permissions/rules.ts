import {
  everybody,
  fields,
  list,
  MutationRule,
  needs,
  needsModerator,
  ownerAndModerators,
  ownerOnly,
  payload,
  PayloadRule,
  Rule,
  signedIn,
  trueForOwner,
} from './rule';

/** Who may see each field of each type. A field that is not here fails the test: say who it is for. */
export const FIELD_RULES: Record<string, Rule> = {
  'Query.author': { ...everybody, asking: ({ ids }) => `author(id: "${ids.Author}") { name }` },
  'Query.node': { ...everybody, asking: ({ ids }) => `node(id: "${ids.Paper}") { id }` },
  'Query.nodes': { ...everybody, asking: ({ ids }) => `nodes(ids: ["${ids.Paper}"]) { id }` },
  'Query.paper': { ...everybody, asking: ({ ids }) => `paper(id: "${ids.Paper}") { title }` },
  'Query.papersByArxivId': { ...everybody, asking: () => 'papersByArxivId(arxivIds: ["2501.00001"]) { title }' },
  'Query.user': { ...everybody, asking: () => 'user(handle: "author") { name }' },
  'Query.viewer': signedIn,
  ...fields('Query', 'authors edition editions feedTimeZone papers trending', everybody),

  ...fields('User', 'id handle name avatarUrl upvotes comments submissions', everybody),
  ...fields('User', 'role accessTokens', ownerOnly),
  ...fields('AccessToken', 'id name scopes createdAt expiresAt lastUsedAt', ownerOnly),
  'AccessToken.revokedAt': { ...ownerOnly, on: 'revokedToken' },
  ...list('UserAccessToken', '', ownerOnly),
  'User.suspension': { ...ownerAndModerators, on: 'suspendedUser' },
  ...fields('Suspension', 'reason suspendedAt endsAt suspendedBy', { ...ownerAndModerators, on: 'suspendedUser' }),

  ...fields('Paper', 'id arxivId doi slug title url abstract bibtex categories keywords links sources', everybody),
  ...fields('Paper', 'publishedOn publishedYear createdAt updatedAt submission', everybody),
  ...fields('Paper', 'upvoteCount importedUpvoteCount commentCount importedCommentCount authorCount', everybody),
  ...fields('Paper', 'authors upvotes comments', everybody),
  'Paper.viewerHasUpvoted': trueForOwner,
  'Paper.upvoteHistory': { ...everybody, asking: () => 'upvoteHistory(interval: WEEK) { upvoteCount }' },
  ...fields('UpvoteHistoryPoint', 'startsAt endsAt upvoteCount newUpvoteCount', everybody),
  ...fields('Paper', 'trendingScore trendingFactors', everybody),
  ...fields('TrendingFactors', 'halfLifeHours epochAt commentFactor commentLimit startsAt', everybody),
  ...fields('TrendingFactors', 'logVoteWeight logCommentWeight commenterCount', everybody),
  ...fields('PaperLink', 'id kind url addedBy', everybody),
  ...fields('PaperSource', 'name sourceId fetchedAt', everybody),

  ...fields('Author', 'id name orcid paperCount papers', everybody),
  ...fields('Authorship', 'id paper author position nameAsPrinted affiliation', everybody),
  ...fields('Edition', 'id date startsAt endsAt previousDate nextDate paperCount papers', everybody),
  ...fields('Submission', 'id state paper edition submittedBy submittedAt note', everybody),
  ...fields('Submission', 'rejection submittedByName', { ...everybody, on: 'rejectedSubmission' }),
  ...fields('Comment', 'id paper parent depth replies author body createdAt editedAt state', everybody),
  'Comment.hiddenReason': { ...everybody, on: 'hiddenComment' },

  ...fields('PageInfo', 'hasNextPage hasPreviousPage startCursor endCursor', everybody),
  ...list('Author'),
  ...list('AuthorPaper', 'authorship position nameAsPrinted'),
  ...list('CommentReply'),
  ...list('Edition'),
  ...list('EditionPaper', 'rank submission'),
  ...list('Paper'),
  ...list('PaperAuthor', 'authorship position nameAsPrinted affiliation'),
  ...list('PaperComment'),
  ...list('PaperUpvote', 'votedAt'),
  ...list('Trending'),
  ...list('UserComment'),
  ...list('UserSubmission'),
  ...list('UserUpvote', 'votedAt'),
};

/** Who may call each mutation. */
export const MUTATION_RULES: Record<string, MutationRule> = {
  // An unknown paper: a vote would be another world for the next caller.
  'Mutation.upvotePaper': needs('vote', () => ({ paperId: 'none' })),
  'Mutation.removePaperUpvote': needs('vote', () => ({ paperId: 'none' })),
  'Mutation.createAccessToken': needs('write', () => ({ name: '', scopes: ['READ'] })),
  'Mutation.revokeAccessToken': needs('write', () => ({ accessTokenId: 'none' })),
  'Mutation.updateProfile': needs('write', () => ({})),
  'Mutation.deleteAccount': needs('write', () => ({ handle: 'not to confirm it' })),
  'Mutation.suspendUser': needsModerator(() => ({ userId: 'none', reason: 'Insults.' })),
  'Mutation.unsuspendUser': needsModerator(() => ({ userId: 'none' })),
};

/** What the answers to mutations hold. */
export const PAYLOAD_RULES: Record<string, PayloadRule> = {
  ...payload('upvotePaper', 'paper'),
  ...payload('removePaperUpvote', 'paper'),
  ...payload('createAccessToken', 'accessToken secret'),
  ...payload('revokeAccessToken', 'accessToken'),
  ...payload('updateProfile', 'user'),
  ...payload('deleteAccount', 'deletedId'),
  ...payload('suspendUser', 'user'),
  ...payload('unsuspendUser', 'user'),
  ...fields('UserError', 'code message path', { says: 'is for whoever may call the mutation', payloadOf: 'any' }),
};
