/** PostgreSQL ended a transaction so that another could go on: deadlock_detected and serialization_failure. */
const CONFLICTS = ['40P01', '40001'];
const ATTEMPTS_MAX = 5;

/** Whether PostgreSQL ended work for the sake of another's, so that it may go well the next time. */
export function isConflict(error: unknown): boolean {
  return CONFLICTS.includes(String((error as { code?: unknown }).code));
}

/** Runs a whole transaction, or a statement that is one, again where it was ended for the sake of another. */
export async function retryConflicts<T>(work: () => Promise<T>, attempt = 1): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isConflict(error) || attempt === ATTEMPTS_MAX) throw error;
    return retryConflicts(work, attempt + 1);
  }
}
