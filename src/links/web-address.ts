import { linkKindOf } from '../lib/link-kind';

export const MAX_ADDRESS_LENGTH = 2000;

/** What sites add to tell who shared an address; it leads to the same page without. */
const TRACKING = /^(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|twclid|igshid|mc_cid|mc_eid|spm_id_from|vd_source)$/;
const TRACKING_OF_YOUTUBE = /^(?:si|feature|pp)$/;
const YOUTUBE = /(?:^|\.)(?:youtube\.com|youtu\.be)$/;

/** A name on the public internet: neither a single word nor a number. */
const PUBLIC_HOST = /\.[a-z][a-z0-9-]*[a-z0-9]$/;

/**
 * The one spelling of an address that a link is kept by: no tracking parameters, no place within the page, and a
 * repository without `.git` or a slash at its end. Null where it is no plain `http` or `https` address of a public host.
 */
export function canonicalAddress(text: string): URL | null {
  const trimmed = text.trim();
  if (trimmed.length > MAX_ADDRESS_LENGTH || !URL.canParse(trimmed)) return null;
  const url = new URL(trimmed);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  const isPlain = url.username === '' && url.password === '';
  if (!isWeb || !isPlain || !PUBLIC_HOST.test(url.hostname)) return null;

  url.hash = meaningfulFragment(url.hash);
  dropTracking(url);
  if (linkKindOf(url) === 'CODE') url.pathname = url.pathname.replace(/(?:\.git)?\/*$/, '');
  return url.href.length <= MAX_ADDRESS_LENGTH ? url : null;
}

/** How sources may spell the same address: a repository also with `.git` or a slash at its end. */
export function spellingsOf(url: URL): string[] {
  return linkKindOf(url) === 'CODE' && url.search === '' ? [url.href, `${url.href}.git`, `${url.href}/`] : [url.href];
}

/** Pages that draw themselves keep their path behind the `#`; elsewhere it is a place within the page. */
function meaningfulFragment(hash: string): string {
  return /^#!?\//.test(hash) ? hash : '';
}

/** The query is written anew only where something goes: that may spell the rest in another way. */
function dropTracking({ hostname, searchParams }: URL): void {
  const isTracking = (name: string) =>
    TRACKING.test(name) || (YOUTUBE.test(hostname) && TRACKING_OF_YOUTUBE.test(name));
  for (const name of [...searchParams.keys()].filter(isTracking)) searchParams.delete(name);
}
