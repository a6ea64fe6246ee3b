import { textLines } from '../../../src/ingestion/readers/text-lines';
import { bytesOf } from './read-all';

async function linesOf(content: string | Buffer, chunkSize = Infinity, maxChars?: number) {
  const lines = [];
  for await (const line of textLines(bytesOf(content, chunkSize), 'a.txt', maxChars)) lines.push(line);
  return lines;
}

describe('textLines', () => {
  it('numbers the lines from 1, and tells whether the last one is ended', async () => {
    expect(await linesOf('a\r\n\nb')).toEqual([
      { number: 1, text: 'a', isTooLong: false, isEnded: true },
      { number: 2, text: '', isTooLong: false, isEnded: true },
      { number: 3, text: 'b', isTooLong: false, isEnded: false },
    ]);
  });

  it('puts characters together that lie in two pieces of bytes', async () => {
    expect((await linesOf('Ünï\n🦉\n', 1)).map(({ text }) => text)).toEqual(['Ünï', '🦉']);
  });

  it('keeps no more of a line than the limit', async () => {
    const [long, next] = await linesOf(`${'x'.repeat(1000)}\nnext`, 7, 20);
    expect(long).toEqual({ number: 1, text: 'x'.repeat(20), isTooLong: true, isEnded: true });
    expect(next?.text).toBe('next');
  });

  it('says that a file which ends within a character is cut short', async () => {
    await expect(linesOf(Buffer.from('a\nü').subarray(0, -1))).rejects.toThrow('"a.txt" is cut short: ');
  });
});
