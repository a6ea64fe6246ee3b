import fc from 'fast-check';
import { SealBroken, SecretBox } from '../../src/lib/secret-box';

const KEY = 'a key of thirty-two characters or more';
const box = new SecretBox(KEY);
const bytes = fc.uint8Array({ maxLength: 100 }).map((array) => Buffer.from(array));

describe('SecretBox', () => {
  it('opens what it sealed, for the same owner', () => {
    fc.assert(
      fc.property(bytes, fc.string(), (secret, owner) => {
        expect(box.open(box.seal(secret, owner), owner)).toEqual(secret);
      }),
    );
  });

  it('opens nothing of which a byte changed, was cut off or added', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (secret, place, change) => {
        const sealed = box.seal(secret, 'ada');
        const changed = Buffer.from(sealed);
        const at = place % sealed.length;
        changed[at] = changed[at]! ^ change;
        const broken = [changed, sealed.subarray(0, at), Buffer.concat([sealed, Buffer.from([change])])];
        for (const one of broken) expect(() => box.open(one, 'ada')).toThrow(SealBroken);
      }),
    );
  });

  it('opens nothing of another owner, and nothing by another key', () => {
    const sealed = box.seal(Buffer.from('secret'), 'ada');
    expect(() => box.open(sealed, 'bo')).toThrow('What was sealed has changed, or is of another owner.');
    const other = new SecretBox(`${KEY}!`);
    expect(other.fits(sealed)).toBe(false);
    expect(() => other.open(sealed, 'ada')).toThrow('It was sealed by another key than that of SECRET_KEY.');
    expect(new SecretBox(KEY).open(sealed, 'ada').toString()).toBe('secret');
  });

  it('seals the same secret in another way each time, and shows nothing of it', () => {
    const secret = Buffer.from('a secret that can be recognised');
    const [one, two] = [box.seal(secret, 'ada'), box.seal(secret, 'ada')];
    expect(one).not.toEqual(two);
    expect(one.includes(secret)).toBe(false);
  });
});
