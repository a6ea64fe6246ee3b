import { linkKindOf } from '../../lib/link-kind';
import { type LinkKind, type RecordLink } from '../record';

const ADDRESS_MAX_CHARS = 2_000;
const LINKS_MAX = 20;

/** How far before an address a word may stand that tells what it is. */
const WORDS_MAX_CHARS = 100;

const ADDRESS_IN_TEXT = /https?:\/\/[^\s<>"'{}[\]()\\^`|]+/gi;
const PROJECT_WORDS = /\b(?:projects?|web ?site|web ?page|home ?page|(?:release|github) page|demos?)\b[^.;]*$/i;

/** A link of the kind that its address shows, else of `fallback`; null where the text is no web address. */
export function toLink(text: unknown, fallback: LinkKind): RecordLink | null {
  const url = typeof text === 'string' ? parseWebAddress(text) : null;
  return url && { kind: linkKindOf(url) ?? fallback, url: url.href };
}

/**
 * The links that stand in an author's comment: addresses of code, models, data sets and videos by their host, any
 * other one only where the words before it call it a project page. The rest are publishers, venues and the like.
 */
export function linksInText(text: string): RecordLink[] {
  const links: (RecordLink | null)[] = [];
  for (const match of text.matchAll(ADDRESS_IN_TEXT)) {
    const url = parseWebAddress(match[0].replace(/[.,;:!?*]+$/, ''));
    const isCalledProject = PROJECT_WORDS.test(text.slice(Math.max(0, match.index - WORDS_MAX_CHARS), match.index));
    const kind = url && (linkKindOf(url) ?? (isCalledProject ? 'PROJECT' : null));
    if (kind) links.push({ kind, url: url.href });
  }
  return eachOnce(links);
}

/** The links that are none twice, in order. */
export function eachOnce(links: (RecordLink | null)[]): RecordLink[] {
  const byAddress = new Map<string, RecordLink>();
  for (const link of links) {
    if (link && !byAddress.has(addressKey(link.url))) byAddress.set(addressKey(link.url), link);
  }
  return [...byAddress.values()].slice(0, LINKS_MAX);
}

function parseWebAddress(text: string): URL | null {
  if (text.length > ADDRESS_MAX_CHARS || !URL.canParse(text.trim())) return null;
  const url = new URL(text.trim());
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  const isPlain = url.username === '' && url.password === '';
  return isWeb && isPlain && url.href.length <= ADDRESS_MAX_CHARS ? url : null;
}

/** A repository is the same with and without `.git` or a slash at the end. */
function addressKey(url: string): string {
  return url.toLowerCase().replace(/(?:\.git)?\/?$/, '');
}
