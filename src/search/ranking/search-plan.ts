import type { Term } from '../../words/term';

/** Where a term of a plan is looked for: in all that a paper says, in its title, among its names, its categories and its year. */
const FIELDS = ['text', 'title', 'name', 'category', 'year'] as const;
export type PlanField = (typeof FIELDS)[number];

/** One thing by which papers are scored. */
export interface PlanTerm {
  field: PlanField;
  term: Term;
  /** What it is worth, as a number of 32 bits. */
  weight: number;
  /** Terms of one word of the query share a group, of which the best counts; groups from `wordCount` on are of no word. */
  group: number;
  /** From which level on papers are looked up by it; the number of levels where they are not. */
  floor: number;
  /** From which level on papers are looked up that have the words of all other groups as well. */
  jointFloor: number;
}

/**
 * How the papers of a query are found and scored: all that depends on how many papers have which words. Cursors carry it,
 * so that a paper that did not change has the same score on the next page, whatever else was imported.
 */
export interface SearchPlan {
  terms: PlanTerm[];
  /** How many words of the query it has. */
  wordCount: number;
  /** Whether there may be more papers than the plan finds. */
  isCut: boolean;
}

const TERM_BYTES = 12;
const HEAD_BYTES = 3;

export function encodePlan({ terms, wordCount, isCut }: SearchPlan): string {
  const bytes = Buffer.alloc(HEAD_BYTES + terms.length * TERM_BYTES);
  bytes.writeUInt8(Number(isCut), 0);
  bytes.writeUInt16LE(wordCount, 1);
  terms.forEach(({ field, term, weight, group, floor, jointFloor }, index) => {
    const at = HEAD_BYTES + index * TERM_BYTES;
    bytes.writeUInt8(FIELDS.indexOf(field), at);
    bytes.writeUInt8(floor | (jointFloor << 4), at + 1);
    bytes.writeUInt16LE(group, at + 2);
    bytes.writeUInt32LE(term, at + 4);
    bytes.writeFloatLE(weight, at + 8);
  });
  return bytes.toString('base64url');
}

/** The plan of a cursor; null where it is none. */
export function decodePlan(text: string): SearchPlan | null {
  const bytes = Buffer.from(text, 'base64url');
  const count = (bytes.length - HEAD_BYTES) / TERM_BYTES;
  if (!Number.isInteger(count) || count < 0 || count > MAX_TERMS) return null;
  const plan = readPlan(bytes, count);
  const isSound = plan.terms.every(({ weight }) => weight >= 0 && weight < 1e6);
  return isSound ? plan : null;
}

function readPlan(bytes: Buffer, count: number): SearchPlan {
  const terms = Array.from({ length: count }, (_, index) => {
    const at = HEAD_BYTES + index * TERM_BYTES;
    const field = FIELDS[bytes.readUInt8(at)] ?? 'text';
    const [floors, group] = [bytes.readUInt8(at + 1), bytes.readUInt16LE(at + 2)];
    return {
      field,
      floor: floors & 0xf,
      jointFloor: floors >> 4,
      group,
      term: bytes.readUInt32LE(at + 4),
      weight: bytes.readFloatLE(at + 8),
    };
  });
  return { terms, wordCount: bytes.readUInt16LE(1), isCut: bytes.readUInt8(0) === 1 };
}

/** Of the words of a query, of what stands beside them, and of what the best papers add. */
export const MAX_TERMS = 250;
