import type { NestExpressApplication } from '@nestjs/platform-express';
import { openApiDocument } from './open-api-document.js';
import type { Request, Response } from 'express';

/**
 * Serves the document at `/api/openapi.json`, open to everybody: it says nothing about this HQ's data. It is made when it is first
 * asked for, so that no start waits for it.
 */
export function serveOpenApi(app: NestExpressApplication): void {
  let document: string | undefined;
  app.use('/api/openapi.json', (_request: Request, response: Response) => {
    document ??= JSON.stringify(openApiDocument());
    response.type('application/json').send(document);
  });
}
