import { EMBEDDER_MAX_DIMENSIONS, EmbedderError } from '../lib/embedder';

/** Reads the vectors of an answer in the order of the texts, and brings them to length 1. Throws where it is not as it should be. */
export function readAnswer(answer: Buffer, textCount: number): Float32Array[] {
  const { data } = parse(answer);
  if (!Array.isArray(data)) fail('has no list "data"');
  if (data.length !== textCount) fail(`has ${data.length} vectors for ${textCount} texts`);

  const vectors = new Array<Float32Array | undefined>(textCount).fill(undefined);
  for (const entry of data as unknown[]) {
    const { index, embedding } = Object(entry) as { index?: unknown; embedding?: unknown };
    if (!isIndexBelow(textCount, index)) fail(`has a vector for the text ${JSON.stringify(index)} of ${textCount}`);
    if (vectors[index]) fail(`has two vectors for the text ${index}`);
    vectors[index] = unitVector(embedding);
  }
  return ofOneDimension(vectors as Float32Array[]);
}

function parse(answer: Buffer): { data?: unknown } {
  try {
    return Object(JSON.parse(answer.toString('utf8'))) as { data?: unknown };
  } catch {
    return fail('is no JSON');
  }
}

function isIndexBelow(limit: number, index: unknown): index is number {
  return Number.isInteger(index) && (index as number) >= 0 && (index as number) < limit;
}

function unitVector(numbers: unknown): Float32Array {
  if (!Array.isArray(numbers) || !numbers.every(Number.isFinite))
    fail('has a vector that is no list of finite numbers');
  const { length } = numbers;
  if (length > EMBEDDER_MAX_DIMENSIONS)
    fail(`has a vector of ${length} numbers; ${EMBEDDER_MAX_DIMENSIONS} can be kept`);
  const norm = Math.hypot(...(numbers as number[]));
  if (norm === 0 || norm === Infinity) fail('has a vector without a direction');
  return Float32Array.from(numbers as number[], (number) => number / norm);
}

function ofOneDimension(vectors: Float32Array[]): Float32Array[] {
  const [first, other] = new Set(vectors.map(({ length }) => length));
  if (other !== undefined) fail(`has vectors of ${first} and of ${other} numbers`);
  return vectors;
}

function fail(what: string): never {
  throw new EmbedderError(`The answer of the embeddings endpoint ${what}.`);
}
