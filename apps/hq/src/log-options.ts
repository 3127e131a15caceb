import type { Params } from 'nestjs-pino';
import type { LogLevel } from './hq.config.js';

/** Structured logs; readable ones on a terminal. Credentials never get in: neither headers nor queries are logged. */
export function logOptions(level: LogLevel, terminal: boolean): Params {
  return {
    pinoHttp: {
      level,
      autoLogging: false,
      serializers: {
        req: (request: { method: string; url: string }) => ({
          method: request.method,
          path: request.url.split('?')[0],
        }),
      },
      ...(terminal && {
        transport: {
          target: 'pino-pretty',
          options: { ignore: 'pid,hostname,req,context', translateTime: 'HH:MM:ss' },
        },
      }),
    },
  };
}
