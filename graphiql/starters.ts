export interface Starter {
  title: string;
  sentence: string;
  operation: string;
  /** JSON, as the variables editor shows it. */
  variables?: string;
}

/** What a newcomer sees: every one can be run as it stands on the bundled listing. Lines fit a window of 1280 pixels. */
export const starters: Starter[] = [
  {
    title: 'Newest papers',
    sentence: 'The latest publications first, and how many papers there are.',
    operation: `# Which papers are out?
#
# Ctrl-Enter (⌘-Enter) runs this,
# Ctrl-Space shows what else to ask.

query NewestPapers {
  papers(first: 10) {
    totalCount
    nodes {
      title
      publishedOn
      # known even without names
      authorCount
      commentCount
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
  },
  {
    title: 'The latest edition',
    sentence: 'What the community listed on one day, in the order of that day.',
    operation: `# An edition is the list of a day:
# without a date the newest one with
# papers, else the day's own, as in
# edition(date: "2025-12-10").

query LatestEdition {
  edition {
    date
    paperCount
    # the nearest days with papers
    previousDate
    nextDate
    papers(first: 36) {
      edges {
        # the place on that day
        rank
        node {
          title
          upvoteCount
          commentCount
        }
      }
    }
  }
}`,
  },
  {
    title: 'Trending now',
    sentence: 'What gets attention, and what each score is made of.',
    operation: `# A vote counts half as much for
# each day that it is old. window is
# DAY, WEEK, MONTH or ALL: how far
# back the day of a paper may lie.

query TrendingNow {
  trending(window: ALL, first: 10) {
    nodes {
      title
      # of use beside other scores
      trendingScore
      upvoteCount
      # enough to compute it again
      trendingFactors {
        halfLifeHours
        startsAt
        logVoteWeight
        logCommentWeight
        commenterCount
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
  },
  {
    title: 'Search',
    sentence: 'Papers by words, names, titles or ids, with the words marked that were found.',
    operation: `# Words find papers that have some of
# them, the best first. Try also
#   "world models"      side by side
#   diffusion -image    without a word
#   author:yang year:2025  has:code
#   2501.01234          an arXiv id
#   difusion            a slip

query Search($query: String) {
  search(query: $query, first: 5) {
    totalCount
    # what was probably meant
    didYouMean
    edges {
      score
      matchedBy
      node {
        title
        publishedOn
      }
      # plain text in pieces, no HTML
      highlights {
        field
        fragments {
          spans {
            text
            isMatch
          }
        }
      }
    }
    facets {
      years {
        year
        paperCount
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
    variables: JSON.stringify({ query: 'how do diffusion models scale?' }, null, 2),
  },
  {
    title: 'Papers of a year',
    sentence: 'Filter and order come from the variables below the editor.',
    operation: `# Both ends belong to the range, and
# either may be left out. A paper of
# unknown date is in no range.

query PapersOfAYear(
  $published: LocalDateRange
  $order: PaperOrder
) {
  papers(
    first: 20
    filter: { publishedOn: $published }
    orderBy: $order
  ) {
    totalCount
    nodes {
      publishedOn
      title
      authorCount
      commentCount
    }
  }
}`,
    variables: `{
  "published": {
    "from": "2025-01-01",
    "to": "2025-12-31"
  },
  "order": {
    "field": "PUBLISHED_ON",
    "direction": "ASC"
  }
}`,
  },
  {
    title: 'One paper',
    sentence: 'Found by its slug: abstract, BibTeX, and where we have it from.',
    operation: `# Name exactly one of id, arxivId,
# doi and slug. The slug comes from
# the title and never changes.

query OnePaper($slug: String!) {
  paper(slug: $slug) {
    id
    title
    url
    abstract
    bibtex
    submission {
      edition {
        date
      }
    }
    sources {
      name
      sourceId
      fetchedAt
    }
  }
}`,
    variables: `{
  "slug": "robust-layerwise-scaling-rules-by-proper-weight-decay-tuning"
}`,
  },
  {
    title: 'Related papers',
    sentence: 'What else to read after a paper, and what both have in common.',
    operation: `# The nearest come first: 10 of them
# without a number, 20 at most.

query RelatedPapers($slug: String!) {
  paper(slug: $slug) {
    title
    related(first: 5) {
      paper {
        title
        slug
      }
      # words that few papers have,
      # and authors of both
      reasons {
        words
        authors {
          name
        }
      }
    }
  }
}`,
    variables: `{
  "slug": "robust-layerwise-scaling-rules-by-proper-weight-decay-tuning"
}`,
  },
  {
    title: 'Page by page',
    sentence: 'Read a long list with cursors: what ends one page begins the next.',
    operation: `# Run it, copy endCursor to "after"
# below, and run it again, until
# hasNextPage is false. Arguments
# last and before go the other way.

query PageByPage($after: String) {
  papers(
    first: 12
    after: $after
    # never moves while you read
    orderBy: {
      field: CREATED_AT
      direction: ASC
    }
  ) {
    totalCount
    edges {
      cursor
      node {
        title
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
    variables: `{
  "after": null
}`,
  },
  {
    title: 'Upvote a paper',
    sentence: 'A mutation, which needs an access token: two commands make one.',
    operation: `# Voting needs an access token. To
# make one, run on the server:
#
# npx daily-papers users create ada
# npx daily-papers tokens create ada --scopes read,vote
#
# Paste it as "Access token" above,
# run FindPaper, copy its id to the
# variables below, and run Upvote.

query FindPaper {
  paper(slug: "robust-layerwise-scaling-rules-by-proper-weight-decay-tuning") {
    id
    title
    upvoteCount
    viewerHasUpvoted
  }
}

# Voting twice counts once, and
# removePaperUpvote takes it back.
mutation Upvote($input: UpvotePaperInput!) {
  upvotePaper(input: $input) {
    paper {
      title
      upvoteCount
      viewerHasUpvoted
    }
    userErrors {
      code
      message
    }
  }
}`,
    variables: `{
  "input": {
    "paperId": "the id from FindPaper"
  }
}`,
  },
  {
    title: 'As it happens',
    sentence: 'A subscription, which shows each vote, comment and paper as it comes.',
    operation: `# Stays open until you stop it: vote
# in another tab, and look here.
#
# after: "a cursor" begins where an
# earlier one ended. paperChanged and
# editionChanged hear of some alone.

subscription AsItHappens {
  changes {
    cursor
    change {
      kind
      occurredAt
      # as it is now; null where it
      # is gone
      subject {
        ... on Paper {
          title
          upvoteCount
        }
        ... on Comment {
          body
        }
      }
    }
  }
}`,
  },
  {
    title: 'Comment on a paper',
    sentence: 'Say something in Markdown, and read the thread with its replies.',
    operation: `# Needs an access token with the scope
# write as "Access token" above:
#
# npx daily-papers tokens create ada --scopes write
#
# Run FindThread, copy the paper's id
# to the variables below, and run
# Say. parentId replies to a comment.

query FindThread {
  paper(slug: "robust-layerwise-scaling-rules-by-proper-weight-decay-tuning") {
    id
    comments(first: 20) {
      totalCount
      nodes {
        id
        depth
        author {
          handle
        }
        bodyHtml
        upvoteCount
      }
    }
  }
}

# Sent again with the same key, it
# says nothing twice.
mutation Say($input: AddCommentInput!) {
  addComment(input: $input) {
    comment {
      id
      bodyHtml
      mentions {
        handle
      }
    }
    paper {
      commentCount
    }
    userErrors {
      code
      message
    }
  }
}`,
    variables: `{
  "input": {
    "paperId": "the id from FindThread",
    "body": "See *section 3*.",
    "idempotencyKey": "my comment, first try"
  }
}`,
  },
  {
    title: 'Make an access token',
    sentence: 'One for a script of yours, safe to send twice, and the list of all.',
    operation: `# Needs an access token with the scope
# write as "Access token" above:
#
# npx daily-papers tokens create ada --scopes write
#
# The secret is shown this once. Sent
# again with the same key, it makes
# no second token.

mutation MakeAccessToken(
  $input: CreateAccessTokenInput!
) {
  createAccessToken(input: $input) {
    secret
    accessToken {
      id
      scopes
      expiresAt
    }
    userErrors {
      code
      message
    }
  }
}

# revokeAccessToken ends one.
query MyAccessTokens {
  viewer {
    accessTokens(first: 20) {
      totalCount
      nodes {
        id
        name
        scopes
        lastUsedAt
        expiresAt
        revokedAt
      }
    }
  }
}`,
    variables: `{
  "input": {
    "name": "my script",
    "scopes": ["READ", "VOTE"],
    "idempotencyKey": "my script, first try"
  }
}`,
  },
  {
    title: 'How votes came in',
    sentence: 'The upvotes of a paper week by week, ready for a chart.',
    operation: `# The votes that stand now, by the
# time at which they were cast: each
# step has the count at its end, and
# the last one has upvoteCount.
#
# Also by HOUR or DAY, and between
# from and to; 400 steps at most.

query HowVotesCameIn(
  $slug: String!
  $interval: UpvoteHistoryInterval!
) {
  paper(slug: $slug) {
    title
    upvoteCount
    # imported votes have no times:
    # they count from the day on
    # which the paper was listed
    importedUpvoteCount
    upvoteHistory(
      interval: $interval
    ) {
      startsAt
      upvoteCount
      newUpvoteCount
    }
  }
  # where weeks and days begin
  feedTimeZone
}`,
    variables: `{
  "slug": "robust-layerwise-scaling-rules-by-proper-weight-decay-tuning",
  "interval": "WEEK"
}`,
  },
  {
    title: 'Claim a paper of yours',
    sentence: 'Say that you wrote it, for a moderator to verify, and follow what came of it.',
    operation: `# The authors of a paper, each with the
# id that ClaimAPaper takes.
query WhoWroteIt {
  papers(first: 5) {
    nodes {
      title
      authors(first: 10) {
        edges {
          nameAsPrinted
          authorship {
            id
            verifiedUser {
              handle
            }
          }
        }
      }
    }
  }
}

# Needs an access token with the
# scope "write".
mutation ClaimAPaper($input: ClaimAuthorshipInput!) {
  claimAuthorship(input: $input) {
    claim {
      id
      state
    }
    userErrors {
      code
      message
      path
    }
  }
}

# For you alone, newest first.
query MyClaims {
  viewer {
    claims(first: 20) {
      nodes {
        state
        reviewReason
        authorship {
          paper {
            title
          }
        }
      }
    }
  }
}`,
    variables: `{
  "input": {
    "authorshipId": "an id of WhoWroteIt",
    "evidence": "Write to me at the address in the paper."
  }
}`,
  },
  {
    title: 'What waits for a moderator',
    sentence: 'Claims that nobody decided yet, and what new people wrote.',
    operation: `# For moderators, with a token that has
# the scope "moderate".

query WhatWaitsForAModerator {
  # whoever waits longest comes first;
  # decide by reviewClaim
  claims(state: PENDING, first: 20) {
    totalCount
    nodes {
      id
      createdAt
      evidence
      user {
        handle
        name
      }
      authorship {
        nameAsPrinted
        affiliation
        verifiedUser {
          handle
        }
        paper {
          title
          url
        }
      }
    }
  }
  # accounts younger than a week, or
  # with fewer than three comments
  newcomerComments(first: 20) {
    nodes {
      createdAt
      body
      author {
        handle
      }
      paper {
        title
      }
    }
  }
}`,
  },
  {
    title: 'Who am I?',
    sentence: 'The person whose access token you use, and their latest votes.',
    operation: `# viewer is null for nobody. Paste
# an access token to see yourself.

query WhoAmI {
  viewer {
    handle
    name
    # these two are for you alone
    role
    suspension {
      reason
      endsAt
    }
    upvotes(first: 5) {
      totalCount
      edges {
        votedAt
        node {
          title
        }
      }
    }
  }
}`,
  },
  {
    title: 'My profile',
    sentence: 'Change how you are called and shown, with a token that may write.',
    operation: `# What is left out stays as it is;
# a null takes the picture away.
# Needs an access token with the
# scope "write".

mutation MyProfile($input: UpdateProfileInput!) {
  updateProfile(input: $input) {
    user {
      handle
      name
      avatarUrl
    }
    userErrors {
      code
      message
      path
    }
  }
}`,
    variables: `{
  "input": {
    "name": "Ada Lovelace",
    "avatarUrl": null
  }
}`,
  },
  {
    title: 'Submit a paper',
    sentence: 'Put a paper on the edition of today, with a token that may write.',
    operation: `# A paper that is not here yet is
# PENDING until arXiv has answered:
# ask for it again by its id.
# Needs an access token with the
# scope "write".

mutation SubmitAPaper($input: SubmitPaperInput!) {
  submitPaper(input: $input) {
    submission {
      id
      state
      rejection
      paper {
        title
      }
      submittedBy {
        handle
      }
    }
    edition {
      date
      paperCount
    }
    # true where somebody was first
    wasSubmittedBefore
    userErrors {
      code
      message
      path
    }
  }
}`,
    variables: `{
  "input": {
    "paper": "https://arxiv.org/abs/2606.13677v1",
    "note": "Tools with hinges."
  }
}`,
  },
];
