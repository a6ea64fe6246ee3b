/** One year, in which browsers that saw it once come by TLS alone. */
const STRICT_TRANSPORT = 'max-age=31536000';

/** Nothing that is served is a page but GraphiQL, which has a policy of its own. */
const NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What browsers are told with every answer. In small letters, as Fastify keeps them: it would make each small with each answer. */
export function securityHeaders(publicUrl: string): Record<string, string> {
  return {
    'content-security-policy': NO_PAGE,
    'cross-origin-opener-policy': 'same-origin',
    // Reads that CORS allows are not held to it: it keeps answers out of the images and scripts of other sites.
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    // Not for subdomains, which may be somebody else's.
    ...(publicUrl.startsWith('https:') && { 'strict-transport-security': STRICT_TRANSPORT }),
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
  };
}
