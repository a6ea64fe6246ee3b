import { projectRoot } from '../../bench/project.mjs';

/** Words of what lies behind the API, which no answer may hold; none of them is in what the fuzzer sends. */
const INTERNALS = {
  'a frame of a stack': /\bat (?:async |new )?[\w.<>$[\] ]*\(?(?:node:|file:|\/)[^\s)"]*:\d+:\d+/,
  'a path of a file': new RegExp(`${projectRoot}|node_modules|/dist/src/`),
  'an error of JavaScript':
    /\b(?:TypeError|RangeError|ReferenceError|SyntaxError|AggregateError)\b|Cannot (?:read|set) propert|is not a function|is not iterable|Maximum call stack|ECONN[A-Z]+|Invalid array length/,
  'words of the database':
    /QueryFailedError|relation ".*" does not exist|syntax error at or near|duplicate key value|violates \w+[ -]\w* ?constraint|invalid (?:byte sequence|input syntax)|could not serialize|deadlock detected|canceling statement|terminating connection|out of range for type|unsupported Unicode escape/,
  SQL: /\$\d+::\w+|\bselect\b[^"]{1,200}\bfrom (?:papers|users|comments|upvotes|authors|authorships|access_tokens)\b|\b(?:papers|users|comments|authors|access_tokens)_\w+_(?:key|fkey|pkey|idx|check)\b/i,
};

const SECRET = /dp_[0-9A-Za-z]{36}/g;

/** What of the inside a text lets out, a sentence each. */
export function internalsIn(text) {
  return Object.entries(INTERNALS).flatMap(([what, pattern]) => {
    const found = pattern.exec(text);
    return found ? [`lets out ${what}: ${found[0].slice(0, 100)}`] : [];
  });
}

/** Keeps all access tokens that were given out, and finds them where they must not be: each is shown once, to who made it. */
export class Secrets {
  #known = new Set();

  know(secrets) {
    secrets.forEach((secret) => this.#known.add(secret));
  }

  /** The tokens in a text that were shown before. New ones are known from now on. */
  shownAgain(text) {
    const found = new Set(text.match(SECRET));
    const again = [...found].filter((secret) => this.#known.has(secret));
    this.know(found);
    return again.map((secret) => `shows an access token that was shown before: ${secret.slice(0, 6)}…`);
  }

  has(text) {
    return (text.match(SECRET) ?? []).some((secret) => this.#known.has(secret));
  }
}
