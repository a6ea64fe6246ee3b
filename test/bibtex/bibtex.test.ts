import fc from 'fast-check';
import { type BibtexSource, bibtexOf } from '../../src/bibtex/bibtex';
import { parseBibtexEntry, splitNames } from './bibtex-grammar';

const attention: BibtexSource = {
  slug: 'attention-is-all-you-need',
  title: 'Attention Is All You Need',
  publishedOn: '2017-06-12',
  arxivId: '1706.03762',
  doi: '10.48550/arXiv.1706.03762',
  primaryCategory: 'cs.CL',
  authorNames: ['Ashish Vaswani', 'Aidan N. Gomez', 'Łukasz Kaiser'],
  url: 'https://papers.example/papers/attention-is-all-you-need',
};

function entryOf(changes: Partial<BibtexSource>) {
  return parseBibtexEntry(bibtexOf({ ...attention, ...changes }));
}

/** The title between the braces that keep its case. */
function titleOf(title: string): string {
  return (entryOf({ title }).fields.title ?? '').slice(1, -1);
}

function authorOf(...authorNames: string[]): string | undefined {
  return entryOf({ authorNames }).fields.author;
}

describe('bibtexOf', () => {
  it('is one entry with all that is known', () => {
    expect(bibtexOf(attention)).toBe(
      `@misc{vaswani2017attention,
  author = {Vaswani, Ashish and Gomez, Aidan N. and Kaiser, {\\L}ukasz},
  title = {{Attention Is All You Need}},
  year = {2017},
  month = jun,
  eprint = {1706.03762},
  archivePrefix = {arXiv},
  primaryClass = {cs.CL},
  doi = {10.48550/arXiv.1706.03762},
  url = {https://papers.example/papers/attention-is-all-you-need}
}
`,
    );
  });

  it('has a key field instead of authors where no names are known, and leaves out what is unknown', () => {
    const bare = { publishedOn: null, arxivId: null, doi: null, primaryCategory: 'cs.CL', authorNames: [] };
    expect(entryOf(bare)).toEqual({
      type: 'misc',
      key: 'attention-is-all-you-need',
      fields: { key: 'attention-is-all-you-need', title: '{Attention Is All You Need}', url: attention.url },
    });
  });

  it.each([
    [{ title: 'On the μP of Things' }, 'vaswani2017mup'],
    [{ publishedOn: null }, 'vaswaniattention'],
    [{ authorNames: ['Aäron van den Oord'] }, 'vandenoord2017attention'],
    [{ authorNames: ['Gabriel García Márquez'] }, 'marquez2017attention'],
    [{ authorNames: ['Qwen Team'] }, 'qwen2017attention'],
    [{ authorNames: ['王小明'] }, 'wangxiaoming2017attention'],
    [{ authorNames: ['???'] }, 'attention-is-all-you-need'],
    [{ title: 'The' }, 'attention-is-all-you-need'],
  ])('is cited, with %j, as %s', (changes, key) => {
    expect(entryOf(changes).key).toBe(key);
  });

  it('keeps verbatim fields free of TeX escapes and of braces', () => {
    const { fields } = entryOf({
      url: 'https://a.example/x_y?q=50%25&z={ü} #1',
      doi: '10.1002/(SICI)17:15<1661::AID>3.0',
    });
    expect(fields.url).toBe('https://a.example/x_y?q=50%25&z=%7B%C3%BC%7D%20#1');
    expect(fields.doi).toBe('10.1002/(SICI)17:15<1661::AID>3.0');
  });
});

describe('the author field', () => {
  it.each([
    ['Ludwig van Beethoven', 'van Beethoven, Ludwig'],
    ['Aäron van den Oord', 'van den Oord, A{\\"a}ron'],
    ['Martin Luther King Jr.', 'King, Jr., Martin Luther'],
    ['Sammy Davis, Jr.', 'Davis, Jr., Sammy'],
    ['Vaswani, Ashish', 'Vaswani, Ashish'],
    ["C. Bal\\'azs", "Bal{\\'a}zs, C."],
    ['Xin Ai', 'Ai, Xin'],
  ])('puts the family name of %j first', (printed, field) => {
    expect(authorOf(printed)).toBe(field);
  });

  it.each(['Gabriel Garcia Marquez', '王 小明', 'Madonna'])('leaves %j as printed', (name) => {
    expect(authorOf(name)).toBe(name);
  });

  it.each(['Qwen Team', 'DeepSeek-AI', 'Procter and Gamble', 'others', 'A, B, C, D', 'Smith,'])(
    'keeps %j whole',
    (name) => {
      expect(authorOf(name)).toBe(`{${name}}`);
    },
  );
});

describe('the title field', () => {
  it.each([
    ['C# & 50% of $5_{}', 'C\\# \\& 50\\% of \\$5\\_{}'],
    ['a~b^c\\d', 'a{\\textasciitilde}b{\\textasciicircum}c{\\textbackslash}d'],
    ['x < y | z', 'x {\\textless} y {\\textbar} z'],
    ['Costs $5 and $10', 'Costs \\$5 and \\$10'],
    ['$5-$10 a day', '\\$5-\\$10 a day'],
    ['only one $ here', 'only one \\$ here'],
  ])('escapes %j', (title, tex) => {
    expect(titleOf(title)).toBe(tex);
  });

  it.each([
    ['$\\mu$P', '$\\mu$P'],
    ['$O(n^2)$ and $\\mathcal{O}$', '$O(n^2)$ and $\\mathcal{O}$'],
    ['$μ$P and $μP$', '$\\mu$P and $\\mu P$'],
    ['$x¹²+μ₁y$ and 10¹²', '$x^{12}+\\mu_1y$ and 10$^{12}$'],
    ['$\\{x\\}$ at 50 $%$', '$\\lbrace x\\rbrace $ at 50 $\\%$'],
    ['Hermitian LCD $2$-Quasi', 'Hermitian LCD $2$-Quasi'],
  ])('keeps the formulas of %j', (title, tex) => {
    expect(titleOf(title)).toBe(tex);
  });

  it.each(['$\\input{/etc/passwd}$', '$^^5cinput{x}$', '$\\write18{ls}$'])(
    'does not pass the commands of %j on',
    (title) => {
      expect(titleOf(title)).not.toMatch(/\\(input|write)|\^\^/);
    },
  );

  it.each([
    ['Schr\\"odinger {\\v{S}}koda Stra\\ss e \\& \\alpha', 'Schr{\\"o}dinger {{\\v{S}}}koda Stra{\\ss}e \\& $\\alpha$'],
    ['{GPT}-4', '{GPT}-4'],
    ['a } b { c {d}', 'a {\\textbraceright} b {\\textbraceleft} c {d}'],
    ['\\unknown{x}', '{\\textbackslash}unknown{x}'],
  ])('reads the TeX of %j', (title, tex) => {
    expect(titleOf(title)).toBe(tex);
  });

  it.each([
    [
      'é É ü ñ ç š ő å Å ą ạ',
      "{\\'e} {\\'E} {\\\"u} {\\~n} {\\c{c}} {\\v{s}} {\\H{o}} {\\aa} {\\AA} {\\k{a}} {\\d{a}}",
    ],
    ['ế ậ ï ĵ į', '{\\\'{\\^e}} {\\^{\\d{a}}} {\\"\\i} {\\^\\j} {\\k{i}}'],
    ['ß Ł ø ı æ', '{\\ss} {\\L} {\\o} {\\i} {\\ae}'],
    ['μP αβ-CROWN → x² H₂O', '$\\mu$P $\\alpha\\beta$-CROWN $\\rightarrow$ x$^2$ H$_2$O'],
    ['“a” – ‘b’ — c… 360°', "``a'' -- `b' --- c{\\ldots} 360{\\textdegree}"],
    ['𝒪(𝜇) µm eﬃcient, no letter: \u{1d455}', 'O($\\mu$) $\\mu$m efficient, no letter: \u{1d455}'],
    ['深度学习 Ελληνικά 😀', '深度学习 Ελληνικά 😀'],
  ])('writes %j in TeX', (title, tex) => {
    expect(titleOf(title)).toBe(tex);
  });

  it('holds no line breaks, control characters or invisible ones', () => {
    expect(titleOf('a\r\n b\u0000\u202e\u200bc\u2028d\ud800')).toBe('a bc d');
  });
});

describe('an entry of any paper', () => {
  const anyText = fc.string({
    unit: fc.oneof(
      fc.constantFrom(...'{}\\$"\'%#&_^~@,=\n\t aAé μ', ' and ', '\\{', '\\"', '\\mu', '^^', '$$'),
      fc.string({ unit: 'binary', maxLength: 1 }),
    ),
    maxLength: 60,
  });

  it('can be parsed, with as many authors as are named', () => {
    const anyPaper = fc.record({
      slug: anyText,
      title: anyText,
      publishedOn: fc.constantFrom(null, '1999-01-31', '2025-12-10'),
      arxivId: fc.option(anyText),
      doi: fc.option(anyText),
      primaryCategory: fc.option(anyText),
      // A letter somewhere, so that the name does not vanish with its invisible characters.
      authorNames: fc.array(
        fc.tuple(anyText, anyText).map((parts) => parts.join('A')),
        { maxLength: 4 },
      ),
      url: anyText,
    });
    fc.assert(
      fc.property(anyPaper, (paper) => {
        const { fields } = parseBibtexEntry(bibtexOf(paper));
        for (const value of Object.values(fields)) expect(value).not.toMatch(/[\p{Cc}\p{Cs}]/u);
        const names = fields.author === undefined ? [] : splitNames(fields.author);
        expect(names).toHaveLength(paper.authorNames.length);
        for (const name of names) expect(name.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 1000 },
    );
  });
});
