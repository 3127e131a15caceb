import type { HqConfig } from '../hq.config.js';

const FOLDER_CODES = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST', 'ENOENT']);

/** What to do about a failed start, in one line; undefined when nothing is known about it. */
export function explainStartFailure(error: unknown, config: HqConfig): string | undefined {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  if (
    config.databaseUrl !== undefined &&
    /^(ECONNREFUSED|ENOTFOUND|ETIMEDOUT|ECONNRESET|28|3D|57P03)/.test(code)
  ) {
    return `PostgreSQL cannot be used (${code}). Check CODEV_HQ_DATABASE_URL: host, port, user, password and database.`;
  }
  if (code === 'EADDRINUSE') {
    return `Port ${config.port} on ${config.host} is taken. Stop what uses it, or set PORT to another number.`;
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${config.host} is not an address of this machine. Set HOST to one that is, such as 127.0.0.1.`;
  }
  if (code === 'EACCES' && syscallOf(error) === 'listen') {
    return `Port ${config.port} may not be used by this user. Set PORT to a number above 1023.`;
  }
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return `The database in ${config.dataDir} is damaged. Restore a backup there, or set CODEV_HQ_DATA_DIR to another folder.`;
  }
  if (FOLDER_CODES.has(code) || /^SQLITE_(CANTOPEN|READONLY|FULL|IOERR)/.test(code)) {
    return `The folder ${config.dataDir} cannot be written (${code}). Mend that, or set CODEV_HQ_DATA_DIR to another folder.`;
  }
  return undefined;
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : undefined;
}

function syscallOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'syscall' in error ? error.syscall : undefined;
}
