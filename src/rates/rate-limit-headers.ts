import type { Left } from './rate-limited';

/**
 * `RateLimit-Policy` and `RateLimit` as draft-ietf-httpapi-ratelimit-headers-10 has them, lists of structured fields: `q`
 * comes back within `w` seconds; `r` is left, and more of it comes within `t` seconds.
 */
export function rateLimitHeaders(left: Left[]): Record<string, string> {
  return { 'ratelimit-policy': left.map(policyItem).join(', '), ratelimit: left.map(limitItem).join(', ') };
}

function policyItem({ payer: { policy } }: Left): string {
  const windowSeconds = Math.max(1, Math.ceil(policy.burst / policy.perSecond));
  return `"${policy.name}";q=${policy.burst};w=${windowSeconds};qu="${policy.name}"`;
}

function limitItem({ payer: { policy }, remaining, moreInSeconds }: Left): string {
  const item = `"${policy.name}";r=${remaining}`;
  return remaining < policy.burst ? `${item};t=${Math.max(1, Math.ceil(moreInSeconds))}` : item;
}
