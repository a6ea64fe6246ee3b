import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const FORMAT = 1;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PREFIX_BYTES = 1 + KEY_ID_BYTES;

/** Something that was sealed cannot be opened: by another key, for somebody else, or because a byte of it changed. */
export class SealBroken extends Error {}

/**
 * Seals short secrets by one key, so that whoever has the database alone has none of them: AES-256-GCM, its key derived by
 * HKDF-SHA-256. What is sealed begins with a format and an id of the key, which tells another key from a changed byte.
 */
export class SecretBox {
  readonly #key: Buffer;
  /** What everything begins with that this key sealed. */
  readonly prefix: Buffer;

  constructor(secretKey: string) {
    this.#key = derive(secretKey, 'secret box: key', KEY_BYTES);
    this.prefix = Buffer.from([FORMAT, ...derive(secretKey, 'secret box: id of the key', KEY_ID_BYTES)]);
  }

  /** `owner` says whose it is, and must be said again to open it: a sealed secret is worth nothing in another's row. */
  seal(secret: Buffer, owner: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([this.prefix, nonce, cipher.getAuthTag(), sealed]);
  }

  /** Whether this is the key that sealed it. */
  fits(sealed: Buffer): boolean {
    return sealed.subarray(0, PREFIX_BYTES).equals(this.prefix);
  }

  open(sealed: Buffer, owner: string): Buffer {
    if (!this.fits(sealed)) throw new SealBroken('It was sealed by another key than that of SECRET_KEY.');
    const tagAt = PREFIX_BYTES + NONCE_BYTES;
    const nonce = sealed.subarray(PREFIX_BYTES, tagAt);
    const tag = sealed.subarray(tagAt, tagAt + TAG_BYTES);
    if (tag.length < TAG_BYTES) throw new SealBroken('What was sealed is cut off.');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(owner)).setAuthTag(tag);
    try {
      return Buffer.concat([decipher.update(sealed.subarray(tagAt + TAG_BYTES)), decipher.final()]);
    } catch (cause) {
      throw new SealBroken('What was sealed has changed, or is of another owner.', { cause });
    }
  }
}

function derive(secretKey: string, purpose: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', `daily-papers ${purpose}`, bytes));
}
