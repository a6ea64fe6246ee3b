import { formsOf } from './secret-forms';

const WORD = 4;

/** Looks for many secrets at once, in all their forms, at the pace at which bytes are read. */
export class SecretFinder {
  /** The forms by their first four bytes. */
  private readonly forms = new Map<number, Buffer[]>();

  constructor(secrets: Iterable<string>) {
    for (const form of [...secrets].flatMap(formsOf)) {
      const start = form.readUInt32LE(0);
      this.forms.set(start, [...(this.forms.get(start) ?? []), form]);
    }
  }

  /** The numbers of the lines that hold a secret, from 1. */
  linesIn(text: Buffer): number[] {
    const lines: number[] = [];
    let line = 1;
    for (let at = 0; at + WORD <= text.length; at++) {
      if (text[at] === 0x0a) line++;
      else if (this.standsAt(text, at) && lines.at(-1) !== line) lines.push(line);
    }
    return lines;
  }

  private standsAt(text: Buffer, at: number): boolean {
    const forms = this.forms.get(text.readUInt32LE(at)) ?? [];
    return forms.some((form) => form.equals(text.subarray(at, at + form.length)));
  }
}
