import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import { limitExceeded } from '../graphql/errors';
import { refuseNul } from './nul';
import { MAX_NESTING, MAX_TOKENS } from './limits';

const OPENING: string[] = [TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L];
const CLOSING: string[] = [TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R];

/** Measures a document by its tokens, before the parser's stack and the validator's loops meet it. */
export function checkDocumentSource(source: string): void {
  const { tokens, nesting } = measure(source);
  if (tokens > MAX_TOKENS) throw limitExceeded('tokens', MAX_TOKENS, tokens, 'tokens');
  if (nesting > MAX_NESTING) throw limitExceeded('nesting', MAX_NESTING, nesting, 'levels of brackets');
}

function measure(source: string): { tokens: number; nesting: number } {
  const lexer = new Lexer(new Source(source));
  let tokens = 0;
  let open = 0;
  let nesting = 0;
  try {
    for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
      tokens++;
      if (OPENING.includes(token.kind)) nesting = Math.max(nesting, ++open);
      if (CLOSING.includes(token.kind)) open--;
      if (token.value?.includes('\0')) refuseNul('The document');
    }
  } catch (error) {
    // The parser reports a syntax error in its own words.
    if (!(error instanceof GraphQLError) || error.extensions.code === 'BAD_USER_INPUT') throw error;
  }
  return { tokens, nesting };
}
