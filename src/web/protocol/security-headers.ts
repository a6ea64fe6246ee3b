/** One year, in which browsers that saw it once come by TLS alone. */
const STRICT_TRANSPORT = 'max-age=31536000';

/** Nothing that is served is a page but GraphiQL, which has a policy of its own. */
const NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What browsers are told with every answer. */
export function securityHeaders(publicUrl: string): Record<string, string> {
  return {
    'Content-Security-Policy': NO_PAGE,
    'Cross-Origin-Opener-Policy': 'same-origin',
    // Reads that CORS allows are not held to it: it keeps answers out of the images and scripts of other sites.
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Origin-Agent-Cluster': '?1',
    'Referrer-Policy': 'no-referrer',
    // Not for subdomains, which may be somebody else's.
    ...(publicUrl.startsWith('https:') && { 'Strict-Transport-Security': STRICT_TRANSPORT }),
    'X-Content-Type-Options': 'nosniff',
    'X-DNS-Prefetch-Control': 'off',
    'X-Download-Options': 'noopen',
    'X-Frame-Options': 'DENY',
    'X-Permitted-Cross-Domain-Policies': 'none',
    'X-XSS-Protection': '0',
  };
}
