import { Bag } from '../../src/lib/bag';
import { randomNumbers } from '../support/random-numbers';

describe('a bag', () => {
  it('has what was put in and not taken out, whatever the order', () => {
    const random = randomNumbers(1);
    const bag = new Bag<number>();
    const inside = new Map<number, () => boolean>();
    for (let number = 0; number < 5000; number++) {
      if (random(2) === 0) {
        inside.set(number, bag.add(number));
      } else {
        const [one] = [...inside.keys()].slice(random(Math.max(1, inside.size)));
        if (one === undefined) continue;
        expect(inside.get(one)?.()).toBe(true);
        inside.delete(one);
      }
      expect(bag.size).toBe(inside.size);
    }
    expect(bag.items().sort((a, b) => a - b)).toEqual([...inside.keys()]);
  });

  it('gives out the same thing once for each time that it was put in', () => {
    const bag = new Bag<string>();
    const [first, second] = [bag.add('same'), bag.add('same')];
    expect([first(), first(), bag.items(), second(), second(), bag.size]).toEqual([
      true,
      false,
      ['same'],
      true,
      false,
      0,
    ]);
  });

  it('may lose what it has while that is looked at', () => {
    const bag = new Bag<string>();
    const leave = [bag.add('one'), bag.add('two'), bag.add('three')];
    bag.items().forEach((_item, index) => leave[index]!());
    expect(bag.size).toBe(0);
  });
});
