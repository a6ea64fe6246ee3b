/** Says in a full sentence why the embedded database cannot be had from a folder, and what to do. */
export class DataFolderError extends Error {
  override name = 'DataFolderError';
}

const REASONS: Record<string, string> = {
  EACCES: 'this user has no permission to enter or write it',
  EPERM: 'this user has no permission to enter or write it',
  EROFS: 'it lies on a disk that is mounted read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: "this user's disk quota is used up",
  EEXIST: 'it is a file, or a link to nothing',
  ENOTDIR: 'it is a file, or lies below one',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'nothing can be created there',
  ERR_INVALID_ARG_VALUE: 'its name holds a character that no path may hold',
};

/** Puts an error of the file system into words; leaves any other error as it is. */
export function explainFolderError(folder: string, error: unknown): unknown {
  const { code = '', path, syscall } = error as NodeJS.ErrnoException;
  const reason = REASONS[code] ?? (syscall && `the system answers ${code}`);
  if (error instanceof DataFolderError || !reason) return error;
  const place = path && path !== folder ? ` (met at "${path}")` : '';
  return new DataFolderError(
    `The data folder "${folder}" cannot be used: ${reason}${place}. Set DATA_DIR to a folder that can be created and written.`,
    { cause: error },
  );
}
