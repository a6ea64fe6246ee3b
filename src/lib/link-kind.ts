const CODE_HOSTS = new Set([
  'github.com',
  'gist.github.com',
  'gitlab.com',
  'bitbucket.org',
  'codeberg.org',
  'anonymous.4open.science',
]);
const VIDEO_HOSTS = new Set([
  ...['youtube.com', 'm.youtube.com', 'youtu.be', 'vimeo.com', 'player.vimeo.com'],
  ...['bilibili.com', 'm.bilibili.com', 'b23.tv'],
]);
const DATA_HOSTS = new Set(['zenodo.org']);
const HUB_HOSTS = new Set(['huggingface.co', 'hf.co']);

/** First path segments of the model hub that are no account, so that what follows is no model. */
const HUB_SECTIONS = new Set(['spaces', 'collections', 'papers', 'blog', 'docs', 'posts', 'learn', 'organizations']);

/** What a web address leads to, as far as its host and path tell; null where they do not. */
export function linkKindOf(url: URL): 'CODE' | 'VIDEO' | 'DATASET' | 'MODEL' | null {
  const host = url.hostname.replace(/^www\./, '');
  const [first, second] = url.pathname.split('/').filter((segment) => segment !== '');
  if (!first) return null;
  if (CODE_HOSTS.has(host)) return 'CODE';
  if (VIDEO_HOSTS.has(host)) return 'VIDEO';
  if (DATA_HOSTS.has(host) || (host === 'kaggle.com' && first === 'datasets')) return 'DATASET';
  if (!HUB_HOSTS.has(host) || !second || HUB_SECTIONS.has(first)) return null;
  return first === 'datasets' ? 'DATASET' : 'MODEL';
}
