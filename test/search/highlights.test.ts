import fc from 'fast-check';
import { wordTerm } from '../../src/words/term';
import { highlightFragments, highlightWhole, MAX_FRAGMENTS, MAX_SPANS } from '../../src/search/results/highlight';
import { Library } from './search-client';

const termsOf = (...words: string[]) => new Set(words.map((word) => wordTerm(word).term));
const marked = (spans: { text: string; isMatch: boolean }[] | null) =>
  spans?.map(({ text, isMatch }) => (isMatch ? `[${text}]` : text)).join('') ?? null;

describe('highlights of a title', () => {
  it.each([
    ['Learning to learn', ['learns'], '[Learning] to [learn]'],
    ['Tuning by $\\mu$P: more', ['mup'], 'Tuning by [$\\mu$P]: more'],
    ['Pre-Training at scale', ['training'], '[Pre-Training] at scale'],
    ['Über Straßen', ['uber', 'strassen'], '[Über] [Straßen]'],
    ['<b>bold</b> & wide', ['bold'], '<b>[bold]</b> & wide'],
    ['Nothing here', ['diffusion'], null],
  ])('%s', (title, words, expected) => {
    expect(marked(highlightWhole(title, termsOf(...words)))).toBe(expected);
  });

  it('put together are the title, whatever it holds', () => {
    const text = fc.oneof(fc.lorem({ maxCount: 60 }), fc.string({ unit: 'grapheme', maxLength: 200 }));
    fc.assert(
      fc.property(text, (title) => {
        const words = title.split(/\W+/).filter(Boolean).slice(0, 40);
        const spans = highlightWhole(title, termsOf(...words.map((word) => word.toLowerCase())));
        if (!spans) return;
        expect(spans.map((span) => span.text).join('')).toBe(title);
        expect(spans.length).toBeLessThanOrEqual(MAX_SPANS);
        expect(spans.every((span) => span.text.length > 0)).toBe(true);
      }),
    );
  });
});

describe('highlights of an abstract', () => {
  const filler = 'Many words that say nothing of it stand between what matters. '.repeat(10);
  const abstract = `We study kernels. ${filler}Sparse kernels on graphs are fast; sparse graphs are many. ${filler}The end is sparse.`;

  it('are the parts that have most of the words, in the order of the text', () => {
    const fragments = highlightFragments(abstract, termsOf('sparse', 'graph', 'kernel'));
    expect(fragments).toHaveLength(MAX_FRAGMENTS);
    expect(fragments.map((spans) => marked(spans)).join('')).toContain(
      '[Sparse] [kernels] on [graphs] are fast; [sparse] [graphs] are many.',
    );
  });

  it('are short pieces of it, which begin and end between words', () => {
    const words = ['sparse', 'graph', 'kernel', 'words', 'stand'];
    for (const spans of highlightFragments(abstract, termsOf(...words))) {
      const text = spans.map((span) => span.text).join('');
      const at = abstract.indexOf(text);
      expect(at).toBeGreaterThanOrEqual(0);
      expect(text.length).toBeLessThanOrEqual(220);
      expect(`${abstract[at - 1] ?? ' '}${text[0]}`).not.toMatch(/\w\w/);
      expect(`${text.at(-1)}${abstract[at + text.length] ?? ' '}`).not.toMatch(/\w\w/);
      expect(spans.length).toBeLessThanOrEqual(MAX_SPANS);
    }
  });

  it('are none where the abstract has none of the words', () => {
    expect(highlightFragments(abstract, termsOf('diffusion'))).toEqual([]);
    expect(highlightFragments('', termsOf('diffusion'))).toEqual([]);
  });

  it('are pieces of any text, without an overlap', () => {
    const text = fc.lorem({ maxCount: 150 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(149), { maxLength: 8 }), (prose, places) => {
        const words = prose.split(/\W+/);
        const terms = termsOf(...places.map((place) => words[place % words.length]!.toLowerCase()));
        const fragments = highlightFragments(prose, terms).map((spans) => spans.map((span) => span.text).join(''));
        let from = 0;
        for (const fragment of fragments) {
          const at = prose.indexOf(fragment, from);
          expect(at).toBeGreaterThanOrEqual(from);
          from = at + fragment.length;
        }
      }),
    );
  });
});

describe('PaperSearchEdge.highlights', () => {
  it('mark the words of the query in title and abstract, corrected ones too', async () => {
    const library = await Library.open();
    await library.add([
      { title: 'Sparse kernels', abstract: 'Kernels that are sparse.' },
      { title: 'Others', abstract: 'Dense.' },
    ]);
    const query = `query ($query: String) { search(query: $query) { edges { highlights { field fragments { spans { text isMatch } } } } } }`;
    interface Answer {
      search: {
        edges: { highlights: { field: string; fragments: { spans: { text: string; isMatch: boolean }[] }[] }[] }[];
      };
    }
    for (const typed of ['sparse kernel', 'sparce kernel']) {
      const { search } = await library.server.data<Answer>(query, { query: typed });
      const [edge] = search.edges;
      expect(
        edge?.highlights.map(({ field, fragments }) => [field, fragments.map(({ spans }) => marked(spans))]),
      ).toEqual([
        ['TITLE', ['[Sparse] [kernels]']],
        ['ABSTRACT', ['[Kernels] that are [sparse].']],
      ]);
    }
    await library.close();
  });
});
