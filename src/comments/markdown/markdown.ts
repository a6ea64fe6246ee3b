import { Marked } from 'marked';
import { escapeHtml, isSafeLink, safeHtml } from './safe-html';

/** Goes up with whatever changes the HTML of a text: HTML of another version is made anew when it is read. */
export const HTML_VERSION = 1;

/** Each may cost a request an object. */
export const MAX_MENTIONS = 20;

export interface RenderedMarkdown {
  html: string;
  /** The handles after an `@`, each once, in the order of the text; those in code and in links are none. */
  handles: string[];
}

const marked = new Marked({
  gfm: true,
  renderer: {
    // What looks like HTML is shown as it was written.
    html: ({ text, block }) => (block ? `<p>${escapeHtml(text)}</p>\n` : escapeHtml(text)),
    // No link stands in another: there are pictures in links.
    link({ href, tokens }) {
      return linkTo(href, this.parser.parseInline(tokens).replace(/<\/?a\b[^>]*>/g, ''));
    },
    // A picture would tell its server who reads the comment.
    image: ({ href, text }) => linkTo(href, escapeHtml(text || href)),
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  },
});

/** A link that leads nowhere we allow is its text. */
function linkTo(href: string, html: string): string {
  return isSafeLink(href) ? `<a href="${escapeHtml(href)}">${html}</a>` : html;
}

/** A handle that begins a word, as nobody's address of mail does. */
const MENTION = /(?<![\p{L}\p{N}_@./-])@([a-z0-9](?:-?[a-z0-9]){0,38})(?![a-z0-9_]|-[a-z0-9])/giu;

/** Markdown as HTML that is safe to show, and whom it mentions. */
export function renderMarkdown(markdown: string): RenderedMarkdown {
  const handles = new Set<string>();
  const html = safeHtml(htmlOf(markdown), (text) => {
    for (const [, handle = ''] of text.matchAll(MENTION)) handles.add(handle.toLowerCase());
  });
  return { html, handles: [...handles].slice(0, MAX_MENTIONS) };
}

function htmlOf(markdown: string): string {
  try {
    return marked.parse(markdown, { async: false });
  } catch (error) {
    // Thousands of quotes or lists inside each other are more than the stack holds, and mean nothing.
    if (!(error instanceof RangeError)) throw error;
    return `<p>${escapeHtml(markdown)}</p>`;
  }
}
