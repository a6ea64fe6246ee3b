import fc from 'fast-check';
import { renderMarkdown } from '../../../src/comments/markdown/markdown';
import { PAYLOADS } from './payloads';
import { breachesOf } from './strict-html';

const html = (markdown: string) => renderMarkdown(markdown).html;
const link = (href: string, text: string) => `<a href="${href}" rel="nofollow noopener noreferrer">${text}</a>`;

describe('Markdown', () => {
  it.each([
    ['a *b* **c** ~~d~~ `e`', '<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e</code></p>\n'],
    ['[a](https://b.example/?c=1&d=2 "e")', `<p>${link('https://b.example/?c=1&amp;d=2', 'a')}</p>\n`],
    ['https://b.example/', `<p>${link('https://b.example/', 'https://b.example/')}</p>\n`],
    ['<ada@b.example>', `<p>${link('mailto:ada@b.example', 'ada@b.example')}</p>\n`],
    ['![a plot](https://b.example/c.png)', `<p>${link('https://b.example/c.png', 'a plot')}</p>\n`],
    ['[a](/b) ![c](d.png)', '<p>a c</p>\n'],
    ['> a\n\n3. b', '<blockquote>\n<p>a</p>\n</blockquote>\n<ol start="3">\n<li>b</li>\n</ol>\n'],
    ['- [x] a\n- [ ] b', '<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>\n'],
    ['```ts\na < b\n```', '<pre><code class="language-ts">a &lt; b\n</code></pre>\n'],
    ['a <b>c</b>', '<p>a &lt;b&gt;c&lt;/b&gt;</p>\n'],
    ['<div>\na\n</div>', '<p>&lt;div&gt;\na\n&lt;/div&gt;</p>\n'],
    [
      '|a|\n|-:|\n|b|',
      '<table>\n<thead>\n<tr>\n<th align="right">a</th>\n</tr>\n</thead>\n<tbody><tr>\n<td align="right">b</td>\n</tr>\n</tbody></table>\n',
    ],
  ])('%j is the HTML that one expects', (markdown, expected) => {
    expect(html(markdown)).toBe(expected);
    expect(breachesOf(expected)).toEqual([]);
  });

  it.each(PAYLOADS)('lets nothing of %j through', (payload) => {
    for (const text of [
      payload,
      `a ${payload} b`,
      `> - ${payload}`,
      `**${payload}**`,
      `[${payload}](https://a.example)`,
    ]) {
      expect(breachesOf(html(text))).toEqual([]);
    }
  });

  const pieces = fc.constantFrom(
    ...PAYLOADS,
    ...[
      '<',
      '>',
      '"',
      "'",
      '&',
      '`',
      '[',
      ']',
      '(',
      ')',
      '!',
      '*',
      '_',
      '~',
      '|',
      '\n',
      '\n\n',
      '    ',
      '> ',
      '- ',
      '1. ',
      '# ',
    ],
    ...[
      '```',
      '<!--',
      '-->',
      '</',
      '/>',
      '=',
      'javascript:',
      'data:',
      'https://',
      '&#',
      ';',
      '\\',
      '\u0001',
      '\t',
      '<a href=',
      ' onerror=',
    ],
  );

  it('is nothing but what is allowed, whatever is put together', () => {
    const soup = fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(soup, (text) => expect(breachesOf(html(text))).toEqual([])),
      { numRuns: 2000 },
    );
  });

  it.each(['>', '> ', '- - ', '1. ', '>- ', '*', '**a *b ', '[', '![', '`', '_a', '<', '&', '|', '# ', '~'])(
    'is rendered where %j fills the whole of a comment',
    (piece) => {
      expect(breachesOf(html(piece.repeat(10_000 / piece.length)))).toEqual([]);
    },
  );
});

describe('mentions', () => {
  it.each([
    ['@ada and @Bo-1, (@cy). **@dee**', ['ada', 'bo-1', 'cy', 'dee']],
    ['@ada @ADA @ada', ['ada']],
    ['ada@example.org, a@b and a/@b, @@c', []],
    ['`@ada` [@bo](https://a.example)\n\n    @cy', []],
    ['@-ada @ada- @ada_b @é', ['ada']],
    [`@${'a'.repeat(40)} @${'b'.repeat(39)}`, ['b'.repeat(39)]],
  ])('of %j are %j', (markdown, handles) => {
    expect(renderMarkdown(markdown).handles).toEqual(handles);
  });

  it('are twenty at most', () => {
    const text = Array.from({ length: 30 }, (_, index) => `@person-${index}`).join(' ');
    expect(renderMarkdown(text).handles).toHaveLength(20);
  });
});
