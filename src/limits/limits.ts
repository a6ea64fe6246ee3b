/** The largest request body, in bytes: a document of the most tokens with its variables fits several times. */
export const MAX_BODY_BYTES = 100_000;

/** Tokens of a document: ten times what GraphiQL's introspection has, and far less than keeps the validator busy. */
export const MAX_TOKENS = 2_000;

/** Brackets within brackets: more than the deepest request needs, and far less than the parser's stack holds. */
export const MAX_NESTING = 50;

/** Fields within fields. From a paper to its authors, their papers and the authors of those are 12. */
export const MAX_DEPTH = 20;

/** Fields that were given another name: enough for a page's worth of mutations. */
export const MAX_ALIASES = 50;

/** Fields once fragments are spread: fragments that spread fragments grow exponentially. */
export const MAX_FIELDS = 2_000;

/** Objects that a request may return: 100 papers with 100 authors each are one request. */
export const MAX_COST = 12_000;

/** What counting a list costs: about as much as reading ten rows of it. */
export const COUNT_COST = 10;
