/** What no transport opens: what it is, the document, the code, and words of the sentence. */
export const REFUSED: [what: string, query: string, code: string, words: string][] = [
  ['a query', '{ __typename }', 'BAD_REQUEST', 'This is a query'],
  [
    'a mutation',
    'mutation { addComment(input: { paperId: "x", body: "x" }) { userErrors { code } } }',
    'BAD_REQUEST',
    'This is a mutation',
  ],
  ['a document that is none', 'subscription {', 'GRAPHQL_PARSE_FAILED', 'Syntax Error'],
  ['an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED', 'nothing'],
  ['a forged cursor', 'subscription { changes(after: "x") { cursor } }', 'BAD_USER_INPUT', 'after'],
  ['too deep', `subscription { a(b: ${'['.repeat(60)}${']'.repeat(60)}) }`, 'LIMIT_EXCEEDED', 'levels'],
];
