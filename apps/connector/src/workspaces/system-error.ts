/** `ENOENT` and the like. Told by shape: an error may come from another realm. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return typeof message === 'string' ? message : JSON.stringify(message);
}

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full. Free some space on that machine',
  EDQUOT: 'The disk quota is used up. Free some space on that machine',
  EROFS: 'It lies on a read-only file system. Make it writable',
  EACCES: 'The connector’s user may not write there. Give it the right to',
  EPERM: 'The connector’s user may not write there. Make the file and its folder writable',
};

/** Why something could not be written and what to do, for the person who decided. */
export function writeTrouble(error: unknown): string {
  const advice = ADVICE[codeOf(error) ?? ''] ?? 'Mend that';
  return `${advice}, then decide again. (${messageOf(error)})`;
}
