import fc from 'fast-check';
import { jsonArrayElements } from '../../../src/ingestion/readers/json-array';
import { bytesOf } from './read-all';

async function elementsOf(content: string, chunkSize = Infinity, maxChars?: number) {
  const elements = [];
  for await (const element of jsonArrayElements(bytesOf(content, chunkSize), 'a.json', maxChars)) {
    elements.push(element);
  }
  return elements;
}

describe('jsonArrayElements', () => {
  it('finds the elements of any array, however it is cut into pieces and indented', async () => {
    const nested = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: fc.constantFrom('"', '\\', '[', ']', '{', '}', ',', 'ü', '🦉', '\n') }),
        fc.integer(),
        fc.constantFrom(null, true),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string({ maxLength: 3 }), tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(
        fc.array(nested, { maxLength: 6 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 2 }),
        async (values, chunkSize, indent) => {
          const elements = await elementsOf(JSON.stringify(values, null, indent), chunkSize);
          const parsed = elements.map(({ text }) => JSON.parse(text) as unknown);
          expect(parsed).toEqual(JSON.parse(JSON.stringify(values)));
          expect(elements.map(({ index }) => index)).toEqual(values.map((_, index) => index));
        },
      ),
    );
  });

  it('finds every array cut short', async () => {
    const whole = JSON.stringify([{ a: '],[' }, [1, 'ü'], 'x']);
    for (let end = 1; end < whole.length; end += 1) {
      await expect(elementsOf(whole.slice(0, end), 3)).rejects.toThrow('"a.json" is cut short: ');
    }
  });

  it('ends an element at its comma although it closes more than it opened', async () => {
    expect((await elementsOf('[1}}, 2]')).map(({ text }) => text.trim())).toEqual(['1}}', '2']);
  });

  it('keeps no more of an element than the limit, and goes on behind it', async () => {
    const elements = await elementsOf(JSON.stringify(['short', 'x'.repeat(1000), 'last']), 16, 20);
    expect(elements.map(({ isTooLong }) => isTooLong)).toEqual([false, true, false]);
    expect(elements[1]?.text).toHaveLength(20);
    expect(elements[2]?.text).toBe('"last"');
  });
});
