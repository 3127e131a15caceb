import type { LoggerService } from '@nestjs/common';
import { NestApplicationContextOptions } from '@nestjs/common/interfaces/nest-application-context-options.interface.js';
import { pino, type Logger } from 'pino';
import { PinoPretty } from 'pino-pretty';
import type { LogLevel } from './connector.config.js';

export const LOG = Symbol('LOG');
export type Log = Logger;

/** People read lines, programs read JSON. */
export function openLog(level: LogLevel): Log {
  if (!process.stdout.isTTY) return pino({ level, base: null });
  const lines = PinoPretty({ ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', sync: true });
  return pino({ level }, lines);
}

/** Nest's options: its own words go into our log, and what fails is thrown to us instead of ending the process. */
export class NestSpeaksThrough extends NestApplicationContextOptions {
  override readonly abortOnError = false;
  override readonly logger: LoggerService;

  constructor(log: Log) {
    super();
    this.logger = nestLog(log.child({ part: 'nest' }));
  }
}

/** Nest's start-up chatter is for debugging. */
function nestLog(log: Log): LoggerService {
  return {
    log: (message: unknown) => log.debug(String(message)),
    debug: (message: unknown) => log.debug(String(message)),
    verbose: (message: unknown) => log.trace(String(message)),
    warn: (message: unknown) => log.warn(String(message)),
    error: (message: unknown, stack?: unknown) => log.error({ stack }, String(message)),
    fatal: (message: unknown, stack?: unknown) => log.fatal({ stack }, String(message)),
  };
}
