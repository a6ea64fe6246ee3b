/**
 * Orders two values that were reported at the same time, so that which one stays never depends on which came first:
 * above zero where `one` is to stay. The larger number, else the longer text, else the one that sorts last.
 */
export function compareFullness(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [text, otherText] = [canonicalJson(one), canonicalJson(other)];
  return text.length - otherText.length || Number(text > otherText) - Number(text < otherText);
}

/** Equal for equal values, whatever the order of their keys. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (isPlainObject(part) ? withSortedKeys(part) : part));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withSortedKeys(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
