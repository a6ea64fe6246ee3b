import { GraphQLError } from 'graphql';
import { errors } from 'jose';
import { requestError } from '../../graphql/errors';

interface Expected {
  issuer: string;
  audience: string;
}

/** What to tell a client whose token was not accepted; a failure that is not the token's stays what it is. */
export function refusalOf(error: unknown, expected: Expected): unknown {
  if (error instanceof GraphQLError || !(error instanceof errors.JOSEError)) return error;
  return requestError('UNAUTHENTICATED', sentenceFor(error, expected));
}

function sentenceFor(error: errors.JOSEError, expected: Expected): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired; sign in again.';
  if (error instanceof errors.JWTClaimValidationFailed) return sentenceForClaim(error.claim, expected);
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return 'The token is signed in a way that is not accepted; it takes an RSA, ECDSA or Ed25519 signature.';
  }
  const isUnsigned =
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys;
  if (isUnsigned) return `The token is not signed by a key of "${expected.issuer}".`;
  return 'The token is malformed: it is neither an access token, which begins with "dp_", nor a signed JWT of a bearer.';
}

function sentenceForClaim(claim: string, { issuer, audience }: Expected): string {
  switch (claim) {
    case 'iss':
      return `The token is not of the issuer "${issuer}".`;
    case 'aud':
      return `The token is for another audience than "${audience}".`;
    case 'nbf':
      return 'The token is not valid yet; the clock of its issuer may be wrong.';
    default:
      return `The token's claim "${claim}" is missing or does not fit.`;
  }
}
