import sanitizeHtml, { IOptions, Tag } from 'sanitize-html';

/** Deeper elements lose their tags and keep their text. */
const NESTING_LIMIT = 50;

/** The addresses that a link may lead to, in full: one without a scheme would lead into the site that shows the comment. */
const LINK = /^(?:https?:\/\/|mailto:)[^\s\\"<>]+$/i;

const ALIGNMENTS = { name: 'align', values: ['left', 'center', 'right'] };

const OPTIONS: IOptions = {
  allowedTags: [
    ...['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'pre', 'code', 'em', 'strong', 'del'],
    ...['ul', 'ol', 'li', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'], th: [ALIGNMENTS], td: [ALIGNMENTS] },
  allowedClasses: { code: [/^language-[\w+#.-]{1,40}$/] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  nestingLimit: NESTING_LIMIT,
  transformTags: { a: safeLink },
};

/** Nothing but the elements and attributes of Markdown, whatever the HTML holds; `onText` hears each text outside of code and links. */
export function safeHtml(html: string, onText: (text: string) => void): string {
  return sanitizeHtml(html, {
    ...OPTIONS,
    textFilter: (text, tagName) => {
      if (tagName !== 'code' && tagName !== 'a') onText(text);
      return text;
    },
  });
}

/** Whether an address may be followed from a comment. */
export function isSafeLink(href: string): boolean {
  return LINK.test(href) && URL.canParse(href);
}

function safeLink(tagName: string, { href = '' }: Record<string, string>): Tag {
  const rel = 'nofollow noopener noreferrer';
  return { tagName, attribs: isSafeLink(href) ? { href, rel } : { rel } };
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text as HTML that shows it. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
