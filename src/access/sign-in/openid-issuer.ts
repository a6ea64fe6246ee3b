import { createRemoteJWKSet, errors, JWTPayload, jwtVerify, JWTVerifyGetKey } from 'jose';
import { requestError } from '../../graphql/errors';
import { discover } from './openid-discovery';
import { refusalOf } from './openid-refusal';

export interface OpenIdSettings {
  /** The issuer as it stands in its tokens, with or without a slash at the end. */
  issuer: string;
  audience: string;
}

/** Whom an issuer's token speaks of. */
export interface OpenIdClaims {
  issuer: string;
  subject: string;
  /** When the person signed in, else when the token was made; null where it tells neither. */
  signedInAt: Date | null;
  /** What the person goes by there, the most personal choice first. */
  names: { preferredUsername: string | null; email: string | null; name: string | null };
}

type KeySet = ReturnType<typeof createRemoteJWKSet>;

export type VerifyToken = (jwt: string) => Promise<OpenIdClaims>;

/** Signatures that only the issuer can make: with a shared secret, whoever checks could also forge. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
export const CLOCK_SKEW_SECONDS = 30;
/** Keys are read anew after this, so that one that the issuer withdrew is good for no longer. */
const KEYS_KEPT_MS = 600_000;
/** A token of an unknown key has the keys read anew, but not more often than this: anybody can make such a token. */
const UNKNOWN_KEY_COOL_DOWN_MS = 30_000;
const ISSUER_PATIENCE_MS = 5_000;
/** OpenID Connect's own bound on a subject. */
const MAX_SUBJECT_LENGTH = 255;
/** Other tokens of an issuer, such as that of a logout, are no bearers. */
const TYPES = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];

export interface OpenIdOptions {
  /** Told why the issuer cannot be used; the client is told only that it cannot. */
  onFailure?: (error: unknown) => void;
  unknownKeyCoolDownMs?: number;
}

/** Makes the function that checks tokens of an issuer. Nothing is asked of the issuer before the first token comes. */
export function openIdIssuer(settings: OpenIdSettings, options: OpenIdOptions = {}): VerifyToken {
  const { issuer, audience } = settings;
  const { onFailure = () => undefined, unknownKeyCoolDownMs = UNKNOWN_KEY_COOL_DOWN_MS } = options;
  let keys: Promise<KeySet> | null = null;

  async function discoverKeys(): Promise<KeySet> {
    return createRemoteJWKSet(await discover(issuer, ISSUER_PATIENCE_MS), {
      cacheMaxAge: KEYS_KEPT_MS,
      cooldownDuration: unknownKeyCoolDownMs,
      timeoutDuration: ISSUER_PATIENCE_MS,
    });
  }

  /** The key of a token. Whatever goes wrong on the way to it is the issuer's doing, unless it has no such key. */
  const keyOf: JWTVerifyGetKey = async (header, token) => {
    let known: KeySet | undefined;
    try {
      known = await (keys ??= discoverKeys());
      return await known(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      // Keys that are still good go on serving other tokens; else the next one asks again where the keys are.
      if (!known?.fresh) keys = null;
      onFailure(error);
      throw requestError(
        'SERVICE_UNAVAILABLE',
        'The service that signs people in does not answer as it should; try again in a minute. Access tokens that begin with "dp_" go on working.',
      );
    }
  };

  return async (jwt) => {
    try {
      const { payload, protectedHeader } = await jwtVerify(jwt, keyOf, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_SKEW_SECONDS,
        requiredClaims: ['exp', 'sub'],
      });
      if (!TYPES.includes(protectedHeader.typ?.toLowerCase())) {
        throw new errors.JWTInvalid(`a ${protectedHeader.typ} is no bearer`);
      }
      return claimsOf(issuer, payload);
    } catch (error) {
      throw refusalOf(error, settings);
    }
  };
}

function claimsOf(issuer: string, payload: JWTPayload): OpenIdClaims {
  const subject = textOf(payload.sub);
  // A subject may be any ASCII; control characters would let two identities have one hash.
  if (subject === null || subject.length > MAX_SUBJECT_LENGTH || /\p{Cc}/u.test(subject)) {
    throw new errors.JWTClaimValidationFailed('the subject does not fit', payload, 'sub');
  }
  const signedIn = typeof payload.auth_time === 'number' ? payload.auth_time : payload.iat;
  return {
    issuer,
    subject,
    signedInAt: signedIn === undefined ? null : new Date(signedIn * 1000),
    names: {
      preferredUsername: textOf(payload.preferred_username),
      email: textOf(payload.email),
      name: textOf(payload.name),
    },
  };
}

function textOf(claim: unknown): string | null {
  return typeof claim === 'string' && claim.trim() !== '' ? claim : null;
}
