import type { NestExpressApplication } from '@nestjs/platform-express';
import { openApiDocument } from './open-api-document.js';
import type { Request, Response } from 'express';

/** Serves the document at `/api/openapi.json`, open to everybody: it says nothing about this HQ's data. */
export function serveOpenApi(app: NestExpressApplication): void {
  const document = JSON.stringify(openApiDocument());
  app.use('/api/openapi.json', (_request: Request, response: Response) => {
    response.type('application/json').send(document);
  });
}
