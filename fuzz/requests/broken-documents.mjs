import { Lexer, Source, TokenKind } from 'graphql';
import { HOSTILE_TEXTS, UNSTORABLE_TEXTS } from '../grammar/hostile-texts.mjs';
import { chance, oneOf, times } from '../random.mjs';

const PIECES = [
  ...['{', '}', '(', ')', '[', ']', ':', '!', '$', '@', '|', '&', '=', '...', '"', '"""', '#', ',', '\\', '.', '..'],
  ...['query', 'mutation', 'subscription', 'fragment', 'on', 'null', 'true', 'extend', 'schema', 'type Query', 'on on'],
  ...['__typename', '__schema', '__type(name: "Paper")', '$yes', '@skip', '@include(if: 1)', '@deprecated', '@oneOf'],
  ...['0', '-0', '00', '1.', '1e400', '-1e-400', '0x1', '9'.repeat(500), '1_000', 'NaN', 'Infinity', '2147483648'],
  ...[
    '"\\u{110000}"',
    '"\\u{10FFFF}"',
    '"\\uD800"',
    '"\\uD83E\\uDD9C"',
    '"\\u{}"',
    '"\\u12"',
    '"\\q"',
    '"\n"',
    '"""\\"""',
  ],
  ...['\u0000', '\u0007', '\u007f', '\ufeff', '\u2028', '\u202e', '🦜', '\ud800', '\u00a0', 'é', '\r', '\t'],
  ...Object.values(HOSTILE_TEXTS),
  ...Object.values(UNSTORABLE_TEXTS),
];

/** Documents that grow without end, each by a number of its parts. */
const GROWING = [
  (count) => '{a'.repeat(count),
  (count) => `{${'['.repeat(count)}`,
  (count) => `{ paper(id: ${'['.repeat(count)}${']'.repeat(count)}) { id } }`,
  (count) => `{ ${times(count, (_, index) => `a${index}: viewer { id }`).join(' ')} }`,
  (count) => `{ ${'viewer { id } '.repeat(count)} }`,
  (count) => `{ viewer ${'@skip(if: true) '.repeat(count)} { id } }`,
  (count) => `{ viewer ${'@unknown '.repeat(count)} { id } }`,
  (count) => `query (${times(count, (_, index) => `$v${index}: Int`).join(' ')}) { viewer { id } }`,
  (count) => `{ nodes(ids: [${'"a" '.repeat(count)}]) { id } }`,
  (count) =>
    `{ ...F0 } ${times(count, (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`).join(' ')}`,
  (count) => `{ ...F } fragment F on Query { ${'...F '.repeat(count)} }`,
  (count) => `${'query { viewer { id } } '.repeat(count)}`,
  (count) =>
    `mutation { ${times(count, (_, index) => `a${index}: upvotePaper(input: { paperId: "x" }) { userErrors { code } }`).join(' ')} }`,
  (count) => `{ search(query: "${'a '.repeat(count)}") { nodes { id } } }`,
  (count) => `{ viewer { id } } #${'x'.repeat(count)}`,
  (count) => `{ ${'x'.repeat(count)} }`,
  (count) =>
    `{ __schema { types { ${'fields { type { '.repeat(Math.min(count, 40))} name ${'} } '.repeat(Math.min(count, 40))} } } }`,
  (count) => `{ __schema { ${times(count, (_, index) => `a${index}: types { fields { name } }`).join(' ')} } }`,
];
const MOST_PARTS = 5000;

/** A document with something wrong in it: tokens exchanged, a piece cut off or put in, or one that grows. */
export function brokenDocument(random, document) {
  if (chance(random, 6)) return oneOf(random, GROWING)(1 + random(chance(random, 4) ? MOST_PARTS : 100));
  let broken = document;
  for (let edits = 1 + random(3); edits > 0; edits--) broken = oneOf(random, EDITS)(random, broken);
  return broken;
}

const EDITS = [
  (random, text) => text.slice(0, random(text.length)),
  (random, text) => text.slice(random(text.length)),
  (random, text) => withPiece(text, random(text.length + 1), oneOf(random, PIECES)),
  (random, text) => {
    const [from, to] = [random(text.length), random(text.length)].sort((one, other) => one - other);
    return text.slice(0, from) + text.slice(to);
  },
  (random, text) => withTokens(text, (tokens) => tokens.splice(random(tokens.length), 1)),
  (random, text) => withTokens(text, (tokens) => tokens.splice(random(tokens.length), 1, oneOf(random, PIECES))),
  (random, text) => withTokens(text, (tokens) => tokens.splice(random(tokens.length), 0, oneOf(random, tokens))),
  (random, text) =>
    withTokens(text, (tokens) => {
      const [one, other] = [random(tokens.length), random(tokens.length)];
      [tokens[one], tokens[other]] = [tokens[other], tokens[one]];
    }),
];

function withPiece(text, at, piece) {
  return text.slice(0, at) + piece + text.slice(at);
}

function withTokens(text, change) {
  const tokens = tokensOf(text);
  if (tokens.length) change(tokens);
  return tokens.join(' ');
}

/** The tokens of a document, up to the first thing that is none. */
function tokensOf(text) {
  const lexer = new Lexer(new Source(text));
  const tokens = [];
  try {
    for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
      tokens.push(text.slice(token.start, token.end));
    }
  } catch {
    return tokens; // Broken already, by an edit before.
  }
  return tokens;
}
