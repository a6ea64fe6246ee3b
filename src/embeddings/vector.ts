/** A vector as the database keeps it. Whatever Node runs on has the low byte of a number first, and so have we. */
export function bytesOf(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** Of two vectors of as many dimensions. Four sums beside one another: each step of a single one would wait for the last. */
export function dotProduct(a: Float32Array, b: Float32Array): number {
  const inFours = a.length - (a.length % 4);
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let at = 0; at < inFours; at += 4) {
    first += a[at]! * b[at]!;
    second += a[at + 1]! * b[at + 1]!;
    third += a[at + 2]! * b[at + 2]!;
    fourth += a[at + 3]! * b[at + 3]!;
  }
  for (let at = inFours; at < a.length; at++) first += a[at]! * b[at]!;
  return first + second + third + fourth;
}
