import type { NonEmptyArray } from 'type-graphql';
import { AccessTokenMutationsResolver } from './access/access-token-mutations.resolver';
import { AccessToken } from './access/access-token.entity';
import { AccessTokenResolver } from './access/access-token.resolver';
import { EndedIdentity } from './access/sign-in/ended-identity.entity';
import { Identity } from './access/sign-in/identity.entity';
import { AccountResolver } from './accounts/account.resolver';
import { AuthorSourceId } from './authors/author-source-id.entity';
import { Author } from './authors/author.entity';
import { AuthorResolver } from './authors/author.resolver';
import { AuthorPapersResolver, AuthorshipResolver } from './authorships/author-papers.resolver';
import { Authorship } from './authorships/authorship.entity';
import { PaperAuthorsResolver } from './authorships/paper-authors.resolver';
import { BibtexResolver } from './bibtex/bibtex.resolver';
import { ChangeStream } from './changes/change-stream.entity';
import { Change } from './changes/change.entity';
import { AuthorshipClaim } from './claims/authorship-claim.entity';
import { AuthorshipClaimsResolver, ClaimsResolver, UserClaimsResolver } from './claims/claim-lists.resolver';
import { ClaimMutationsResolver } from './claims/claim-mutations.resolver';
import { ClaimEventResolver, ClaimResolver } from './claims/claim.resolver';
import {
  ClaimedAuthorResolver,
  CommentByAuthorResolver,
  UserVerifiedAuthorshipsResolver,
  VerifiedAuthorshipResolver,
} from './claims/verified.resolver';
import { CommentRepliesResolver, UserCommentsResolver } from './comments/comment-lists.resolver';
import { Comment } from './comments/comment.entity';
import { CommentResolver } from './comments/comment.resolver';
import { CommentEdit } from './comments/history/comment-edit.entity';
import { CommentEditsResolver } from './comments/history/edits.resolver';
import { CommentHtmlResolver } from './comments/markdown/body-html.resolver';
import { CommentMention } from './comments/mentions/comment-mention.entity';
import { CommentMentionsResolver } from './comments/mentions/mentions.resolver';
import { CommentModerationResolver } from './comments/moderation/moderation.resolver';
import { PaperCommentsResolver } from './comments/thread.resolver';
import { CommentUpvote } from './comments/voting/comment-upvote.entity';
import { CommentUpvoteResolver } from './comments/voting/comment-upvote.resolver';
import { CommentWritingResolver } from './comments/writing/writing.resolver';
import { Setting } from './db/setting.entity';
import { Total } from './db/total.entity';
import { PaperEmbedding } from './embeddings/paper-embedding.entity';
import { EditionRow } from './feed/edition-row.entity';
import { EditionResolver } from './feed/edition.resolver';
import { SubmissionFetch } from './feed/submission-fetch.entity';
import { SubmissionMutationsResolver } from './feed/submission-mutations.resolver';
import { Submission } from './feed/submission.entity';
import { PaperSubmissionResolver, SubmissionResolver, UserSubmissionsResolver } from './feed/submission.resolver';
import { NodeResolver } from './graphql/node.resolver';
import { PaperTerms } from './indexing/paper-terms.entity';
import { PaperTokens } from './indexing/paper-tokens.entity';
import { SearchCategory } from './indexing/search-category.entity';
import { SearchToken } from './indexing/search-token.entity';
import { SearchWord } from './indexing/search-word.entity';
import { IdempotencyKey } from './idempotency/idempotency-key.entity';
import { ImportProgress } from './ingestion/import-progress.entity';
import { LinkMutationsResolver } from './links/link-mutations.resolver';
import { RemovedPaperLink } from './links/removed-paper-link.entity';
import { NewcomerCommentsResolver } from './moderation/newcomer-comments.resolver';
import { FormerSlug } from './papers/former-slug.entity';
import { FormerTitle } from './papers/former-title.entity';
import { PaperLink } from './papers/paper-link.entity';
import { PaperLinkResolver, PaperPartsResolver } from './papers/paper-parts.resolver';
import { PaperSource } from './papers/paper-source.entity';
import { PaperStats } from './papers/paper-stats.entity';
import { Paper } from './papers/paper.entity';
import { PaperResolver } from './papers/paper.resolver';
import { RateBucket } from './rates/buckets/rate-bucket.entity';
import { RateLimitResolver } from './rates/rate-limit.resolver';
import { RelatedPaperReasonsResolver, RelatedPapersResolver } from './related/related.resolver';
import { SearchResolver } from './search/search.resolver';
import { SourceTurn } from './sources/source-turn.entity';
import { ChangesResolver } from './stream/changes.resolver';
import { SubscriptionsResolver } from './stream/subscriptions.resolver';
import { SuggestionResolver } from './suggestions/suggestion.resolver';
import { Suspension } from './suspensions/suspension.entity';
import {
  SuspensionMutationsResolver,
  SuspensionResolver,
  UserSuspensionResolver,
} from './suspensions/suspension.resolver';
import { TrendingFactorsResolver } from './trending/trending-factors.resolver';
import { TrendingResolver } from './trending/trending.resolver';
import { ProfileResolver } from './users/profile.resolver';
import { User } from './users/user.entity';
import { UserResolver } from './users/user.resolver';
import { UpvoteHistoryResolver } from './votes/upvote-history.resolver';
import { PaperUpvotesResolver, UserUpvotesResolver } from './votes/upvote-lists.resolver';
import { Upvote } from './votes/upvote.entity';
import { UpvoteResolver } from './votes/upvote.resolver';
import { DeliveryMutationsResolver } from './webhooks/delivery-mutations.resolver';
import { WebhookDelivery } from './webhooks/webhook-delivery.entity';
import { WebhookMutationsResolver } from './webhooks/webhook-mutations.resolver';
import { Webhook } from './webhooks/webhook.entity';
import { UserWebhooksResolver, WebhookDeliveriesResolver, WebhookDeliveryResolver } from './webhooks/webhook.resolver';

/** The classes that TypeORM maps, of all slices. */
export const entities = [
  AccessToken,
  Author,
  AuthorSourceId,
  Authorship,
  AuthorshipClaim,
  Change,
  ChangeStream,
  Comment,
  CommentEdit,
  CommentMention,
  CommentUpvote,
  EditionRow,
  EndedIdentity,
  FormerSlug,
  FormerTitle,
  IdempotencyKey,
  Identity,
  ImportProgress,
  Paper,
  PaperEmbedding,
  PaperLink,
  PaperSource,
  PaperStats,
  PaperTerms,
  PaperTokens,
  RateBucket,
  RemovedPaperLink,
  SearchCategory,
  SearchToken,
  SearchWord,
  Setting,
  SourceTurn,
  Submission,
  SubmissionFetch,
  Suspension,
  Total,
  Upvote,
  User,
  Webhook,
  WebhookDelivery,
];

/** The classes that make up the schema, of all slices. */
export const resolvers: NonEmptyArray<new () => object> = [
  AccessTokenMutationsResolver,
  AccessTokenResolver,
  AccountResolver,
  AuthorPapersResolver,
  AuthorResolver,
  AuthorshipClaimsResolver,
  AuthorshipResolver,
  BibtexResolver,
  ChangesResolver,
  ClaimEventResolver,
  ClaimMutationsResolver,
  ClaimResolver,
  ClaimedAuthorResolver,
  ClaimsResolver,
  CommentByAuthorResolver,
  CommentEditsResolver,
  CommentHtmlResolver,
  CommentMentionsResolver,
  CommentModerationResolver,
  CommentRepliesResolver,
  CommentResolver,
  CommentUpvoteResolver,
  CommentWritingResolver,
  DeliveryMutationsResolver,
  EditionResolver,
  LinkMutationsResolver,
  NewcomerCommentsResolver,
  NodeResolver,
  PaperAuthorsResolver,
  PaperCommentsResolver,
  PaperLinkResolver,
  PaperPartsResolver,
  PaperResolver,
  PaperSubmissionResolver,
  PaperUpvotesResolver,
  ProfileResolver,
  RateLimitResolver,
  RelatedPaperReasonsResolver,
  RelatedPapersResolver,
  SearchResolver,
  SubmissionMutationsResolver,
  SubmissionResolver,
  SubscriptionsResolver,
  SuggestionResolver,
  SuspensionMutationsResolver,
  SuspensionResolver,
  TrendingFactorsResolver,
  TrendingResolver,
  UpvoteHistoryResolver,
  UpvoteResolver,
  UserClaimsResolver,
  UserCommentsResolver,
  UserResolver,
  UserSubmissionsResolver,
  UserSuspensionResolver,
  UserUpvotesResolver,
  UserVerifiedAuthorshipsResolver,
  UserWebhooksResolver,
  VerifiedAuthorshipResolver,
  WebhookDeliveriesResolver,
  WebhookDeliveryResolver,
  WebhookMutationsResolver,
];
