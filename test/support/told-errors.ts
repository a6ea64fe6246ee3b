interface Told {
  message: string;
  path?: readonly (string | number)[] | undefined;
  extensions?: unknown;
}

interface Answered {
  data?: unknown;
  errors?: readonly Told[] | undefined;
}

/** An answer as a client reads it, its errors in no order. */
export const told = ({ data, errors = [] }: Answered) => ({
  data: JSON.parse(JSON.stringify(data ?? null)) as unknown,
  errors: errors.map(({ message, path, extensions }) => JSON.stringify({ message, path, extensions })).sort(),
});

/**
 * The errors by what they made null. A field that is null by its own error says it in the same words. Of several errors
 * below a parent that became null, which ones are told depends on what came first: the specification leaves it open.
 */
export function whatTheyNull({ data, errors }: ReturnType<typeof told>): string[] {
  const told = errors.map((error) => {
    const { path = [] } = JSON.parse(error) as { path?: (string | number)[] };
    const nulled = path.slice(0, depthOfNull(data, path));
    return nulled.length === path.length ? error : JSON.stringify(nulled);
  });
  return [...new Set(told)].sort();
}

function depthOfNull(data: unknown, [key, ...rest]: (string | number)[]): number {
  if (data === null || key === undefined) return 0;
  return 1 + depthOfNull((data as Record<string | number, unknown>)[key], rest);
}
