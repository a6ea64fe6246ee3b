import { readdirSync, readFileSync } from 'node:fs';
import { arxivLinesReader } from '../../../src/ingestion/readers/arxiv-lines';
import { describeWithRealFiles, readAll, realFile, recordsOf, refusalsOf } from './read-all';

const PAPER = {
  id: '2601.08663',
  categories: ['cs.CE', 'stat.ML'],
  pdf: 'https://arxiv.org/pdf/2601.08663',
  abs: 'https://arxiv.org/abs/2601.08663',
  authors: ['Heping  Fang', 'Peng Yang'],
  title: ' Efficient\n Calibration ',
  comment: 'Code: https://github.com/ada/engine.',
  summary: ' The first line\nand the second. ',
};

const line = (changes: object) => JSON.stringify({ ...PAPER, ...changes }) + '\n';
const read = (content: string | Buffer, options = {}) =>
  readAll(arxivLinesReader, content, { fileName: '2026-01-05.jsonl', ...options });

describe('arxivLinesReader', () => {
  it('reads all that a line says, and the day from the file’s name', async () => {
    expect(await read(line({}))).toEqual([
      {
        where: 'line 1',
        record: {
          format: 'arxiv-lines',
          sourceId: '2601.08663',
          arxivId: '2601.08663',
          reportedAt: '2026-01-05T00:00:00.000Z',
          listedOn: '2026-01-05',
          title: 'Efficient Calibration',
          abstract: 'The first line\nand the second.',
          authors: [{ name: 'Heping Fang' }, { name: 'Peng Yang' }],
          authorCount: 2,
          categories: ['cs.CE', 'stat.ML'],
          links: [{ kind: 'CODE', url: 'https://github.com/ada/engine' }],
        },
      },
    ]);
  });

  it('leaves out every key that the line is silent about', async () => {
    const silent = JSON.stringify({ id: '2601.08663v2', title: 'T', summary: '', comment: null, authors: [] });
    expect(recordsOf(await read(silent, { fileName: 'papers.jsonl' }))).toEqual([
      { format: 'arxiv-lines', sourceId: '2601.08663', arxivId: '2601.08663', title: 'T' },
    ]);
  });

  it('takes the day from the caller before the file’s name', async () => {
    const [record] = recordsOf(await read(line({}), { asOf: '2026-02-01' }));
    expect(record).toMatchObject({ listedOn: '2026-02-01', reportedAt: '2026-02-01T00:00:00.000Z' });
  });

  it('reads the same from any pieces of bytes, with any line breaks, blank lines and a byte order mark', async () => {
    const content = line({ title: 'Ünï 🦉' }) + line({ id: '2601.00002' });
    const expected = recordsOf(await read(content));
    expect(expected.map(({ title }) => title)).toEqual(['Ünï 🦉', 'Efficient Calibration']);
    for (const chunkSize of [1, 3, 64]) expect(recordsOf(await read(content, { chunkSize }))).toEqual(expected);
    expect(recordsOf(await read('\ufeff' + content.replaceAll('\n', '\r\n\r\n')))).toEqual(expected);
    expect(recordsOf(await read(content.trimEnd()))).toEqual(expected);
  });

  it('refuses what it cannot store or trust, each with its line and reason, and goes on', async () => {
    const refused = [
      ['{"id": "2601', '"{\\"id\\": \\"2601" is no JSON object'],
      ['[1, 2]', '"[1, 2]" is no JSON object'],
      [line({ id: '2613.00001' }), 'The id "2613.00001" is no arXiv id'],
      [line({ id: undefined }), 'The arXiv id is missing.'],
      [line({ title: ' ' }), 'The title is empty'],
      [line({ title: undefined }), 'The title is missing.'],
      [line({ title: 7 }), 'The title is 7, and text is expected.'],
      [line({ title: 't'.repeat(1001) }), 'is longer than 1000 characters'],
      [line({ title: 'a\0b' }), 'holds a NUL character'],
      [line({ summary: 'half \ud83e of an owl' }), 'half of a surrogate pair'],
      [line({ summary: 'a'.repeat(50_001) }), 'is longer than 50000 characters'],
      [line({ authors: ['Ada', ' '] }), 'The author name is empty'],
      [line({ authors: ['a'.repeat(301)] }), 'is longer than 300 characters'],
      [line({ authors: 'Ada' }), 'The authors are "Ada", and a list is expected.'],
      [line({ authors: Array(10_001).fill('Ada') }), 'The paper has 10001 authors'],
    ] as const;
    const papers = await read(refused.map(([text]) => text.trimEnd() + '\n').join('') + line({}));
    expect(refusalsOf(papers)).toHaveLength(refused.length);
    refused.forEach(([, reason], index) => {
      expect(refusalsOf(papers)[index]).toMatch(new RegExp(`^line ${index + 1}: `));
      expect(refusalsOf(papers)[index]).toContain(reason);
    });
    expect(recordsOf(papers)).toHaveLength(1);
  });

  it('leaves out categories that are none, and names each once', async () => {
    const categories = ['cs.CL', ' cs.CL ', '', 7, 'c'.repeat(101), 'cs.AI'];
    const [record] = recordsOf(await read(line({ categories })));
    expect(record?.categories).toEqual(['cs.CL', 'cs.AI']);
  });

  it('refuses a line that is longer than what is accepted, and goes on', async () => {
    const papers = await read(line({ summary: 'a'.repeat(10_000_000) }) + line({}), { chunkSize: 1 << 18 });
    expect(refusalsOf(papers)).toEqual([expect.stringMatching(/^line 1: .* is longer than 10000000 characters/)]);
    expect(recordsOf(papers)).toHaveLength(1);
  });

  it.each([
    ['empty', '', /^"2026-01-05.jsonl" is empty: /],
    ['blank', ' \r\n\n', /^"2026-01-05.jsonl" is empty: /],
    ['binary', Buffer.from([0x1f, 0x8b, 0x08, 0x00]), /^"2026-01-05.jsonl" is binary: it holds a NUL byte/],
    ['in another encoding', Buffer.from(line({ title: 'Ü' }), 'latin1'), /is binary: it holds bytes that are no UTF-8/],
    ['cut short in its last line', line({}) + line({}).slice(0, 80), /is cut short: its last line, 2,/],
    ['cut short within a character', Buffer.from(line({ title: 'Ü' })).subarray(0, -30), /cut short/],
    ['of another format', 'Some prose.\nAnd more.\n', /is not arXiv JSON lines: none of its lines fits \(2 read\)/],
    ['of other objects', '{"a": 1}\n'.repeat(1000), /is not arXiv JSON lines: none of its lines fits \(100 read\)/],
  ])('says of a file that is %s what is wrong', async (_, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });

  it('recognises lines of papers, also where the first ones are broken', () => {
    expect(arxivLinesReader.recognises('{"broken\n' + line({}))).toBe(true);
    expect(arxivLinesReader.recognises(line({}).slice(0, 200))).toBe(true);
    expect(arxivLinesReader.recognises(`[${line({})}]`)).toBe(false);
    expect(arxivLinesReader.recognises('{"id": "1", "name": "no paper"}\n')).toBe(false);
    expect(arxivLinesReader.recognises('')).toBe(false);
  });
});

describeWithRealFiles('arxiv-jsonl')('arxivLinesReader over real listings', () => {
  it('refuses none of the lines, and finds the authors’ links', async () => {
    for (const name of readdirSync(realFile('arxiv-jsonl'))) {
      const content = readFileSync(realFile(`arxiv-jsonl/${name}`));
      const papers = await readAll(arxivLinesReader, content, { fileName: name });
      expect(refusalsOf(papers)).toEqual([]);
      expect(papers).toHaveLength(content.toString().trimEnd().split('\n').length);
      expect(new Set(recordsOf(papers).map(({ listedOn }) => listedOn))).toEqual(new Set([name.slice(0, 10)]));
      expect(recordsOf(papers).some(({ links }) => links?.some(({ kind }) => kind === 'CODE'))).toBe(true);
    }
  });
});
