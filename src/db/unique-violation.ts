import { QueryFailedError } from 'typeorm';

const UNIQUE_VIOLATION = '23505';

/** Whether PostgreSQL refused a row because another has its key, told by TypeORM or by the driver itself. */
export function isUniqueViolation(error: unknown): boolean {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return (cause as { code?: unknown }).code === UNIQUE_VIOLATION;
}
