import type { HqConfig } from '../hq.config.js';

const FOLDER_CODES = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST', 'ENOENT']);
/** The system's codes and PostgreSQL's own: a login or database that is not there, no right to make tables, no room. */
const UNUSABLE_SERVER =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|ENETUNREACH|28|3D|42501|53300|57P03)/;

/** What to do about a failed start, in one line; undefined when nothing is known about it. */
export function explainStartFailure(error: unknown, config: HqConfig): string | undefined {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  const postgres =
    config.databaseUrl === undefined ? undefined : postgresFailure(error, 'CODEV_HQ_DATABASE_URL');
  if (postgres !== undefined) return postgres;
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

/** What to do about a server that cannot be used; `where`: what names it. Its address holds a password and is not said. */
export function postgresFailure(error: unknown, where: string): string | undefined {
  const code = codeOf(error);
  if (code === undefined || !UNUSABLE_SERVER.test(code)) return undefined;
  return `PostgreSQL cannot be used (${code}). Check ${where}: host, port, user, password and database.`;
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : undefined;
}

function syscallOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'syscall' in error ? error.syscall : undefined;
}
