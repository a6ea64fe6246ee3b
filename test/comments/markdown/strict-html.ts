const ATTRIBUTES: Record<string, RegExp> = {
  'a href': /^(?:https?:\/\/|mailto:)[^\s"<>\\]+$/i,
  'a rel': /^nofollow noopener noreferrer$/,
  'code class': /^language-[\w+#.-]+$/,
  'ol start': /^\d+$/,
  'th align': /^(?:left|center|right)$/,
  'td align': /^(?:left|center|right)$/,
};
const ELEMENTS = /^(?:p|br|hr|h[1-6]|blockquote|pre|code|em|strong|del|ul|ol|li|a|table|thead|tbody|tr|th|td)$/;

const TOKEN = /([^<>]+)|<\/([a-z0-9]+)>|<([a-z0-9]+)((?: [a-z]+="[^"<>]*")*)( \/)?>|([^])/gy;

/** What of a text is not the HTML that comments may be: it must be made of nothing but elements, attributes and addresses that are listed. */
export function breachesOf(html: string): string[] {
  const breaches: string[] = [];
  const open: string[] = [];
  for (const [token, text, closed, opened, attributes = '', isEmpty, other] of html.matchAll(TOKEN)) {
    if (text !== undefined && /&(?!(?:amp|lt|gt|quot|nbsp|#\d{1,7}|#x[\da-f]{1,6}|[a-zA-Z][\da-zA-Z]*);)/.test(text)) {
      breaches.push(`a bare ampersand in ${text}`);
    }
    if (other !== undefined) breaches.push(`a bare ${token}`);
    if (closed !== undefined && open.pop() !== closed) breaches.push(`${token} closes nothing`);
    if (opened === undefined) continue;
    if (!ELEMENTS.test(opened)) breaches.push(`the element ${opened}`);
    if (isEmpty === undefined) open.push(opened);
    const names = new Set<string>();
    for (const [, name = '', value = ''] of attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)) {
      if (names.has(name) || !ATTRIBUTES[`${opened} ${name}`]?.test(decoded(value)))
        breaches.push(`${opened} ${name}="${value}"`);
      names.add(name);
    }
    if (opened === 'a' && !names.has('rel')) breaches.push('a link without rel');
  }
  return [...breaches, ...open.map((name) => `an open ${name}`)];
}

function decoded(value: string): string {
  return value
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
