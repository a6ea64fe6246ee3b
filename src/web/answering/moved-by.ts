import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLSchema,
  type InlineFragmentNode,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * What moves an answer, of all that is told as it is committed: votes and comments of the papers that it shows, or those of any.
 * Whatever else is told moves every answer.
 */
export type MovedBy = 'its papers' | 'any paper';

/** Fields that votes and comments do not move but for those of the paper that they belong to. */
export const BY_ITS_PAPERS = fieldsOf({
  Node: 'id',
  Query: 'author authors feedTimeZone node nodes paper papers papersByArxivId search viewer',
  Paper:
    'abstract arxivId authorCount authors bibtex categories commentCount comments createdAt doi id importedCommentCount importedUpvoteCount keywords links publishedOn publishedYear slug submission title trendingScore updatedAt upvoteCount upvotes url viewerCanEditLinks viewerHasUpvoted',
  PaperLink: 'addedBy id kind url',
  Author: 'id name orcid paperCount papers',
  Authorship: 'affiliation author id nameAsPrinted paper position',
  Submission: 'arxivId id note paper rejection state submittedAt submittedBy submittedByName',
  Comment:
    'author body bodyHtml createdAt depth editedAt hiddenReason id isByAuthor mentions paper parent replies state upvoteCount viewerCanDelete viewerCanEdit viewerHasUpvoted',
  User: 'avatarUrl handle id name',
  PageInfo: 'endCursor hasNextPage hasPreviousPage startCursor',
  ...listsOf('Paper Author AuthorPaper PaperAuthor PaperComment CommentReply PaperUpvote PaperSearch'),
  PaperAuthorEdge: 'affiliation authorship cursor nameAsPrinted node position',
  AuthorPaperEdge: 'authorship cursor nameAsPrinted node position',
  PaperUpvoteEdge: 'cursor node votedAt',
  PaperSearchConnection: 'didYouMean edges facets modeUsed nodes pageInfo totalCount totalCountIsLowerBound',
  PaperSearchEdge: 'cursor highlights matchedBy node score',
  Highlight: 'field fragments',
  HighlightFragment: 'spans',
  HighlightSpan: 'isMatch text',
  SearchFacets: 'categories hasCode years',
  CategoryFacet: 'category paperCount',
  CodeFacet: 'hasCode paperCount',
  YearFacet: 'paperCount year',
});

/** Fields that votes and comments of papers move which the answer may not show. */
export const BY_ANY_PAPER = fieldsOf({
  Query: 'edition editions trending',
  Edition: 'date endsAt id nextDate paperCount papers previousDate startsAt',
  Submission: 'edition',
  User: 'comments submissions upvotes',
  ...listsOf('Edition EditionPaper Trending UserComment UserSubmission UserUpvote'),
  EditionPaperEdge: 'cursor node rank submission',
  UserUpvoteEdge: 'cursor node votedAt',
});

/** Arguments by which a list is sorted or left out by what votes and comments move. */
const SORTING = ['orderBy', 'filter'];

/** Arguments by which a list looks at what is filled in beside the requests, of which nothing is told: vectors, and the parts of names. */
const UNTOLD: Record<string, string> = { 'Query.search': 'mode', 'Query.authors': 'query' };

/**
 * What moves the answer to an operation; null for one that is moved by more than is told: by time, by what a person does alone,
 * by a model that is asked. A field that nobody has thought of is of those.
 */
export function movedBy(schema: GraphQLSchema, document: DocumentNode): MovedBy | null {
  const types = new TypeInfo(schema);
  let isTold = true;
  let isByAny = false;
  let papersAbove = 0;
  const fragment = {
    enter: (node: FragmentDefinitionNode | InlineFragmentNode) => void (isOnPaper(node) && papersAbove++),
    leave: (node: FragmentDefinitionNode | InlineFragmentNode) => void (isOnPaper(node) && papersAbove--),
  };
  const field = {
    enter: ({ name, arguments: args = [] }: FieldNode) => {
      if (name.value === '__typename') return;
      const parent = types.getParentType()?.name ?? '';
      const coordinate = `${parent}.${name.value}`;
      const isGiven = (names: string[]) => args.some((arg) => names.includes(arg.name.value));
      isByAny ||= BY_ANY_PAPER.has(coordinate);
      isTold &&= BY_ITS_PAPERS.has(coordinate) || BY_ANY_PAPER.has(coordinate);
      if (isGiven([UNTOLD[coordinate] ?? ''])) isTold = false;
      // What happens to a comment is told with its paper, so it has to be shown below that.
      if (parent === 'Comment' && papersAbove === 0) isByAny = true;
      if (coordinate !== 'Paper.comments' && isGiven(SORTING)) isByAny = true;
      if (isOfPapers(types)) papersAbove++;
    },
    leave: () => void (isOfPapers(types) && papersAbove--),
  };
  const visitor = { [Kind.FIELD]: field, [Kind.INLINE_FRAGMENT]: fragment, [Kind.FRAGMENT_DEFINITION]: fragment };
  visit(document, visitWithTypeInfo(types, visitor));
  if (!isTold) return null;
  return isByAny ? 'any paper' : 'its papers';
}

function isOnPaper({ typeCondition }: FragmentDefinitionNode | InlineFragmentNode): boolean {
  return typeCondition?.name.value === 'Paper';
}

function isOfPapers(types: TypeInfo): boolean {
  const type = types.getType();
  return !!type && getNamedType(type).name === 'Paper';
}

function fieldsOf(byType: Record<string, string>): ReadonlySet<string> {
  return new Set(
    Object.entries(byType).flatMap(([type, fields]) => fields.split(' ').map((field) => `${type}.${field}`)),
  );
}

/** The connections and edges of lists that have no fields of their own. */
function listsOf(names: string): Record<string, string> {
  return Object.fromEntries(
    names.split(' ').flatMap((name) => [
      [`${name}Connection`, 'edges nodes pageInfo totalCount totalCountIsLowerBound'],
      [`${name}Edge`, 'cursor node'],
    ]),
  );
}
