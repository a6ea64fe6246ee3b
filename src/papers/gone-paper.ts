const FOREIGN_KEY_VIOLATION = '23503';

/** Whether PostgreSQL refused a row because its paper became part of another one while the statement ran. */
export function isOfGonePaper(error: unknown): boolean {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return code === FOREIGN_KEY_VIOLATION && String(constraint).endsWith('_paper_id_fkey');
}
