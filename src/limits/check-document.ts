import { DocumentNode, GraphQLError, Lexer, parse, Source, TokenKind } from 'graphql';
import { LRUCache } from 'lru-cache';
import { checkLimit, Limits } from '../graphql/limits';
import { measureDocument } from './document-measure';
import { requireStorableText } from './storable-text';

export type CheckDocument = (source: string) => void;

/** How many characters of documents that passed are remembered, so that what comes again is not measured again. */
const REMEMBERED_CHARACTERS = 1_000_000;

const OPENING: string[] = [TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L];
const CLOSING: string[] = [TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R];

/** Makes the function that refuses a document which the parser or the validator would suffer from, before they meet it. */
export function documentCheck(limits: Limits): CheckDocument {
  const passed = new LRUCache<string, true>({
    maxSize: REMEMBERED_CHARACTERS,
    sizeCalculation: (_passed, source) => source.length + 1,
  });
  return (source) => {
    if (passed.has(source)) return;
    checkTokens(source, limits);
    const document = parsed(source);
    // A syntax error is left to the pipeline, which reports it in the parser's words.
    if (!document) return;
    checkMeasure(document, limits);
    passed.set(source, true);
  };
}

function checkMeasure(document: DocumentNode, limits: Limits): void {
  const { directives, fragmentSpreads, repetitions } = measureDocument(document);
  checkLimit(limits, 'directives', directives);
  checkLimit(limits, 'fragmentSpreads', fragmentSpreads);
  checkLimit(limits, 'repetitions', repetitions);
}

function parsed(source: string): DocumentNode | undefined {
  return unlessMalformed(() => parse(source, { noLocation: true }));
}

function checkTokens(source: string, limits: Limits): void {
  let tokens = 0;
  let open = 0;
  let nesting = 0;
  unlessMalformed(() => {
    const lexer = new Lexer(new Source(source));
    for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
      tokens++;
      if (OPENING.includes(token.kind)) nesting = Math.max(nesting, ++open);
      if (CLOSING.includes(token.kind)) open--;
      if (token.value) requireStorableText('The document', token.value);
    }
  });
  checkLimit(limits, 'tokens', tokens);
  checkLimit(limits, 'nesting', nesting);
}

/** What the work gives; nothing where it meets a syntax error. */
function unlessMalformed<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof GraphQLError && error.extensions.code === undefined) return undefined;
    throw error;
  }
}
