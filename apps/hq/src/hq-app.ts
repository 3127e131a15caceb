import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import type { Request, Response } from 'express';
import type { AddressInfo } from 'node:net';
import { AppModule } from './app.module.js';
import { serveDashboard } from './dashboard-files/dashboard-files.js';
import { securityHeaders } from './dashboard-files/security-headers.js';
import { ConnectorWsAdapter } from './gateway/connector-ws.adapter.js';
import type { HqConfig } from './hq.config.js';
import { ProblemFilter } from './http/problem.filter.js';
import { serveOpenApi } from './http/open-api.js';
import { OwnAddress } from './people/own-address.js';
import { QuietLogger } from './quiet-logger.js';

/** Connections that may wait to be accepted: Node's 511 drops them when thousands of connectors come back at once. */
const LISTEN_BACKLOG = 8192;

/**
 * Puts HQ together without listening. Tests and the command line use the same.
 * @throws when the data directory cannot be used; see {@link startHq} for the port.
 */
export async function createHq(config: HqConfig): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(config), {
    bufferLogs: true,
    abortOnError: false,
    forceCloseConnections: true,
  });
  app.useLogger(app.get(QuietLogger));
  app.use(securityHeaders());
  app.use(compression({ filter: compressible }));
  app.useBodyParser('json', { limit: '1mb' });
  app.useGlobalFilters(new ProblemFilter());
  app.useWebSocketAdapter(new ConnectorWsAdapter(app));
  serveOpenApi(app);
  serveDashboard(app, config.dashboardDir);
  return app;
}

/** Listens; resolves with the port that was bound. */
export async function listen(app: NestExpressApplication, config: HqConfig): Promise<number> {
  await app.init();
  const server = app.getHttpServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: config.host, port: config.port, backlog: LISTEN_BACKLOG }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  app.get(OwnAddress).bound(port);
  return port;
}

/** Live events are small and must leave at once; compression would hold them back. */
function compressible(request: Request, response: Response): boolean {
  return (
    response.getHeader('Content-Type') !== 'text/event-stream; charset=utf-8' &&
    compression.filter(request, response)
  );
}
