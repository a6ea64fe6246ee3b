import { END_OF_FIELD, END_OF_NAME } from '../../words/term';

const FIELD_COUNT = 5;

/**
 * The terms of a paper by field, each in the order of the text: see `indexPaper`, which writes them. A search looks at a thousand
 * papers and at few of their fields, so these are parted when somebody looks.
 */
export class PaperFields {
  private readonly terms: Uint32Array;
  /** What stands before each field, and after the last. */
  private readonly bounds = [-1];

  constructor(bytes: Buffer) {
    this.terms = termsIn(bytes);
    for (let at = 0; this.bounds.length <= FIELD_COUNT; at++) {
      at = this.terms.indexOf(END_OF_FIELD, at);
      if (at < 0) throw new Error('The terms of a paper end too early.');
      this.bounds.push(at);
    }
  }

  get title(): Uint32Array {
    return this.field(0);
  }

  get abstract(): Uint32Array {
    return this.field(1);
  }

  /** Keywords, and words that the text has with hyphens, in one. */
  get besides(): Uint32Array {
    return this.field(2);
  }

  /** Of all people, each followed by END_OF_NAME. */
  get names(): Uint32Array {
    return this.field(3);
  }

  /** The names of each of the people. */
  get people(): Uint32Array[] {
    const { names } = this;
    const people: Uint32Array[] = [];
    for (let from = 0, to = names.indexOf(END_OF_NAME); to >= 0; from = to + 1, to = names.indexOf(END_OF_NAME, from)) {
      people.push(names.subarray(from, to));
    }
    return people;
  }

  get marks(): Uint32Array {
    return this.field(4);
  }

  private field(index: number): Uint32Array {
    return this.terms.subarray(this.bounds[index]! + 1, this.bounds[index + 1]);
  }
}

/** A view of the bytes where they begin at the first of four, as those of the driver mostly do. */
function termsIn({ buffer, byteOffset, length }: Buffer): Uint32Array {
  const isAligned = byteOffset % Uint32Array.BYTES_PER_ELEMENT === 0;
  if (!isAligned) return new Uint32Array(buffer.slice(byteOffset, byteOffset + length));
  return new Uint32Array(buffer, byteOffset, length / Uint32Array.BYTES_PER_ELEMENT);
}
