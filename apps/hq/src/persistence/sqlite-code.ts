/** SQLite's code of an error, such as `SQLITE_BUSY`; `''` for any other. Not by class: the driver may be loaded twice. */
export function sqliteCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' && error.code.startsWith('SQLITE_') ? error.code : '';
}
