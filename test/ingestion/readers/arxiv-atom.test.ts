import { readFileSync } from 'node:fs';
import { arxivAtomReader } from '../../../src/ingestion/readers/arxiv-atom';
import { atomAnswer, atomEntry } from './atom-answer';
import { describeWithRealFiles, readAll, realFile, recordsOf, refusalsOf } from './read-all';

const ENTRY = `<entry>
    <id>http://arxiv.org/abs/2601.00002v2</id>
    <updated>2026-01-09T12:00:00Z</updated>
    <published>2026-01-02T23:59:59Z</published>
    <title>On  P &amp; NP:
  the &lt;b&gt; of &#233;t&#xE9; &amp;amp; 007</title>
    <summary>  The first line
goes on. &lt;i&gt;
  A second paragraph.
</summary>
    <author>
      <name>Ada  Lovelace</name>
      <arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">Analytical Society</arxiv:affiliation>
    </author>
    <author><name>Émile Borel</name></author>
    <arxiv:doi>10.1000/XYZ.1</arxiv:doi>
    <arxiv:comment>12 pages. Code: https://github.com/ada/engine.</arxiv:comment>
    <link href="http://arxiv.org/abs/2601.00002v2" rel="alternate" type="text/html"/>
    <arxiv:primary_category term="cs.CC" scheme="http://arxiv.org/schemas/atom"/>
    <category term="math.LO" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.CC" scheme="http://arxiv.org/schemas/atom"/>
  </entry>`;

const read = (content: string | Buffer, options = {}) =>
  readAll(arxivAtomReader, content, { fileName: 'answer.xml', ...options });

describe('arxivAtomReader', () => {
  it('reads all that an answer says of a paper', async () => {
    expect(await read(atomAnswer([ENTRY]))).toEqual([
      {
        where: 'index 0',
        record: {
          format: 'arxiv-atom',
          sourceId: '2601.00002',
          arxivId: '2601.00002',
          doi: '10.1000/xyz.1',
          reportedAt: '2026-01-20T05:00:00.000Z',
          title: 'On P & NP: the <b> of été &amp; 007',
          abstract: 'The first line goes on. <i>\nA second paragraph.',
          publishedOn: '2026-01-02',
          authors: [{ name: 'Ada Lovelace', affiliation: 'Analytical Society' }, { name: 'Émile Borel' }],
          authorCount: 2,
          categories: ['cs.CC', 'math.LO'],
          links: [{ kind: 'CODE', url: 'https://github.com/ada/engine' }],
        },
      },
    ]);
  });

  it('leaves out every key that the answer is silent about', async () => {
    const silent = '<entry><id>http://arxiv.org/abs/hep-th/9901001v1</id><title>T</title><summary> </summary></entry>';
    expect(recordsOf(await read(atomAnswer([silent], '<generator/>')))).toEqual([
      { format: 'arxiv-atom', sourceId: 'hep-th/9901001', arxivId: 'hep-th/9901001', title: 'T' },
    ]);
  });

  it('takes the day from the caller before that of the answer', async () => {
    const [record] = recordsOf(await read(atomAnswer([ENTRY]), { asOf: '2026-02-01' }));
    expect(record?.reportedAt).toBe('2026-02-01T00:00:00.000Z');
  });

  it('reads the same from any pieces of bytes', async () => {
    const content = atomAnswer([ENTRY, atomEntry({ arxivId: '2601.00003' })]);
    const expected = await read(content);
    expect(expected).toHaveLength(2);
    for (const chunkSize of [1, 3, 64]) expect(await read(content, { chunkSize })).toEqual(expected);
  });

  it('reads no paper where arXiv found none', async () => {
    expect(await read(atomAnswer([]))).toEqual([]);
  });

  it('refuses an entry that is no paper, and goes on', async () => {
    const error = '<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_1</id><title>Error</title></entry>';
    const read_ = await read(atomAnswer([error, '<entry/>', atomEntry({ arxivId: '2601.00003', title: '' }), ENTRY]));
    expect(refusalsOf(read_)).toEqual([
      'index 0: The id "http://arxiv.org/api/errors#incorrect_id_format_for_1" is no arXiv id; one such as "2606.00467" is expected.',
      'index 1: The arXiv id is missing.',
      'index 2: The title is empty; 1 to 1000 characters are expected.',
    ]);
    expect(recordsOf(read_)).toHaveLength(1);
  });

  it.each([
    ['is cut short', atomAnswer([ENTRY]).slice(0, 900), /no well-formed XML \(line \d+: /],
    ['closes what it did not open', atomAnswer(['</entry>']), /no well-formed XML/],
    ['is a page', '<html><body>Rate exceeded.</body></html>', /it has no feed of Atom/],
    ['is another feed', '<rss><channel/></rss>', /it has no feed of Atom/],
    ['is text', 'Rate exceeded.', /no well-formed XML/],
    [
      'declares entities',
      `<!DOCTYPE feed [<!ENTITY a "aaaa">]>${atomAnswer([]).replace(/^.*\n/, '')}`,
      /it declares a document type/,
    ],
  ])('refuses a file that %s', async (_, content, reason) => {
    await expect(read(content)).rejects.toThrow(reason);
  });

  it('knows its own format', () => {
    expect(arxivAtomReader.recognises(atomAnswer([]))).toBe(true);
    expect(arxivAtomReader.recognises('{"feed":"http://www.w3.org/2005/Atom"}')).toBe(false);
  });
});

describeWithRealFiles('arxiv-atom/query-transformer.xml')('a recorded answer', () => {
  it('is read whole', async () => {
    const content = readFileSync(realFile('arxiv-atom/query-transformer.xml'));
    const records = recordsOf(await read(content));
    expect(records).toHaveLength(5);
    expect(records[0]).toMatchObject({
      arxivId: '2606.13677',
      title: 'Mana: Dexterous Manipulation of Articulated Tools',
      publishedOn: '2026-06-11',
      reportedAt: '2026-06-14T02:30:47.000Z',
      categories: ['cs.RO', 'cs.AI', 'cs.CV', 'cs.LG'],
      authorCount: 4,
      links: [{ kind: 'PROJECT', url: 'https://zhaohengyin.github.io/mana' }],
    });
    expect(records[0]?.abstract).toContain('(<1 minute per tool)');
  });
});
