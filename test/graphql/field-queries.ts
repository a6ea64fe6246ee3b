import { nodeId } from '../../src/graphql/node';
import { upTo } from '../support/fixtures';
import type { Crowd } from './crowd';

/** How to read one field of many parents at once; the field's answer stands under the name `field`. */
export type FieldQuery = (crowd: Crowd, parents: number) => string;

const page = (inner = 'nodes { id } totalCount') => `(first: 3) { ${inner} }`;

/** Below parents that have an id: any number of them are read by `nodes`. */
function ofNodes(type: string, keyOf: (crowd: Crowd, index: number) => number | string, selection: string): FieldQuery {
  return (crowd, parents) => {
    const ids = upTo(parents).map((number) => JSON.stringify(nodeId(type, keyOf(crowd, number - 1))));
    return `{ nodes(ids: [${ids.join()}]) { ... on ${type} { field: ${selection} } } }`;
  };
}

const at = (keys: number[], index: number) => keys[index] ?? 0;
const ofPapers = (selection: string) => ofNodes('Paper', ({ papers }, index) => at(papers, index), selection);
const ofAuthors = (selection: string) => ofNodes('Author', ({ authors }, index) => at(authors, index), selection);
const ofUsers = (selection: string) => ofNodes('User', ({ users }, index) => at(users, index), selection);
const ofReplies = (selection: string) => ofNodes('Comment', ({ replies }, index) => at(replies, index), selection);
const ofThreads = (selection: string) => ofNodes('Comment', ({ comments }, index) => at(comments, index), selection);
const ofListings = (selection: string) =>
  ofNodes('Submission', ({ listings }, index) => at(listings, index), selection);
const ofEditions = (selection: string) => ofNodes('Edition', ({ dates }, index) => dates[index] ?? '', selection);
const ofAuthorships = (selection: string) =>
  ofNodes('Authorship', ({ papers }, index) => `${papers[index]}.1`, selection);

const ofWebhooks = (selection: string) => ofNodes('Webhook', ({ webhooks }, index) => at(webhooks, index), selection);
const ofClaims = (selection: string) => ofNodes('AuthorshipClaim', ({ claims }, index) => at(claims, index), selection);

/** Each field that leads to other rows, or asks the database for itself. */
export const FIELD_QUERIES: Record<string, FieldQuery> = {
  'Author.claimedBy': ofAuthors('claimedBy { id }'),
  'Author.papers': ofAuthors(`papers${page()}`),
  'AuthorPaperEdge.authorship': ofAuthors(`papers${page('edges { authorship { author { id } paper { id } } }')}`),
  'Authorship.author': ofAuthorships('author { id }'),
  'Authorship.claims': ofAuthorships(`claims${page()}`),
  'Authorship.paper': ofAuthorships('paper { id }'),
  'Authorship.verifiedUser': ofAuthorships('verifiedUser { id }'),
  'AuthorshipClaim.authorship': ofClaims('authorship { id }'),
  'AuthorshipClaim.history': ofClaims('history { kind }'),
  'AuthorshipClaim.reviewedBy': ofClaims('reviewedBy { id }'),
  'AuthorshipClaim.user': ofClaims('user { id }'),
  'AuthorshipClaimEvent.actor': ofClaims('history { actor { id } }'),
  'Comment.author': ofReplies('author { id }'),
  'Comment.bodyHtml': ofReplies('bodyHtml'),
  'Comment.edits': ofThreads(`edits${page()}`),
  'Comment.mentions': ofThreads('mentions { id }'),
  'Comment.isByAuthor': ofReplies('isByAuthor'),
  'Comment.paper': ofReplies('paper { id }'),
  'Comment.parent': ofReplies('parent { id }'),
  'Comment.replies': ofThreads(`replies${page()}`),
  'Comment.viewerHasUpvoted': ofThreads('viewerHasUpvoted'),
  'Edition.nextDate': ofEditions('nextDate'),
  'Edition.papers': ofEditions(`papers${page()}`),
  'Edition.previousDate': ofEditions('previousDate'),
  'EditionPaperEdge.submission': ofEditions(`papers${page('edges { submission { id } }')}`),
  'Paper.authors': ofPapers(`authors${page()}`),
  'Paper.bibtex': ofPapers('bibtex'),
  'Paper.comments': ofPapers(`comments${page()}`),
  'Paper.comments by votes': ofPapers(`comments(first: 3, orderBy: { field: UPVOTES }) { nodes { id } totalCount }`),
  'Paper.links': ofPapers('links { id }'),
  'Paper.related': ofPapers('related(first: 3) { paper { title } }'),
  'Paper.sources': ofPapers('sources { name }'),
  'Paper.submission': ofPapers('submission { id }'),
  'Paper.trendingFactors': ofPapers('trendingFactors { startsAt commenterCount }'),
  'Paper.upvoteHistory': ofPapers(
    'upvoteHistory(interval: DAY, from: "2025-01-01T00:00:00Z", to: "2025-01-08T00:00:00Z") { upvoteCount }',
  ),
  'Paper.upvotes': ofPapers(`upvotes${page()}`),
  'Paper.viewerCanEditLinks': ofPapers('viewerCanEditLinks'),
  'Paper.viewerHasUpvoted': ofPapers('viewerHasUpvoted'),
  'PaperAuthorEdge.authorship': ofPapers(`authors${page('edges { authorship { author { id } paper { id } } }')}`),
  'PaperLink.addedBy': ofNodes('PaperLink', ({ links }, index) => at(links, index), 'addedBy { id }'),
  'RelatedPaper.paper': ofPapers('related(first: 3) { paper { id } }'),
  'RelatedPaper.reasons': ofPapers('related(first: 1) { reasons { words } }'),
  'RelatedPaperReasons.authors': ofPapers('related(first: 3) { reasons { authors { id } } }'),
  'Submission.edition': ofListings('edition { id }'),
  'Submission.paper': ofListings('paper { id }'),
  'Submission.submittedBy': ofListings('submittedBy { id }'),
  'User.accessTokens': ofUsers(`accessTokens${page()}`),
  'User.claims': ofUsers(`claims${page()}`),
  'User.comments': ofUsers(`comments${page()}`),
  'Suspension.suspendedBy': ofUsers('suspension { suspendedBy { id } }'),
  'User.submissions': ofUsers(`submissions${page()}`),
  'User.suspension': ofUsers('suspension { reason }'),
  'User.upvotes': ofUsers(`upvotes${page()}`),
  'User.webhooks': ofUsers(`webhooks${page()}`),
  'Webhook.deliveries': ofWebhooks(`deliveries${page()}`),
  'WebhookDelivery.subject': ofNodes(
    'WebhookDelivery',
    ({ deliveries }, index) => at(deliveries, index),
    'subject { id }',
  ),
  'User.verifiedAuthorships': ofUsers(`verifiedAuthorships${page('edges { verifiedAt node { id } } totalCount')}`),
};
