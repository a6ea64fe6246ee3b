import { createHash } from 'node:crypto';
import type { CreatingMutationInput } from './creating-mutation.inputs';

/** SHA-256 of what an input says: the same whatever the order of its fields, and for null and left out. */
export function inputHashOf(input: CreatingMutationInput): Buffer {
  const said = { ...input, clientMutationId: null, idempotencyKey: null };
  return createHash('sha256').update(canonicalJson(said)).digest();
}

function canonicalJson(input: object): string {
  return JSON.stringify(input, (_name, value: unknown) => (isFields(value) ? sortedFields(value) : value));
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortedFields(fields: Record<string, unknown>): object {
  const said = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(said.sort(([one], [other]) => (one < other ? -1 : 1)));
}
