import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type Request, type Response } from 'express';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The build puts a hash (base64url) into the names of what may be kept for ever. A word of eight small letters is
 * taken for a word.
 */
const HASHED = /-(?=[\w-]*[A-Z0-9])[\w-]{8}\.(m?js|css|woff2?|svg|png)$/;
const NOT_PAGES = /^\/(api|ws|health)(\/|$)/;

/** Serves the built dashboard: hashed files for a year, `index.html` always asked for again, any other page = the app. */
export function serveDashboard(app: NestExpressApplication, dir: string): void {
  const files = express.static(dir, {
    index: false,
    setHeaders: (response: Response, path: string) => {
      response.setHeader(
        'Cache-Control',
        HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  // Nobody looks on the disk for what is not there: fifty answers from it come in one turn of the loop.
  app.use((request: Request, response: Response, next: () => void) => {
    if (NOT_PAGES.test(request.path)) next();
    else files(request, response, next);
  });
  app.use((request: Request, response: Response, next: () => void) => {
    const page = (request.method === 'GET' || request.method === 'HEAD') && !NOT_PAGES.test(request.path);
    if (!page) next();
    // A file that is not there is not a page: answering it with the app would hide the mistake.
    else if (/\.(\w{1,5}|webmanifest)$/.test(request.path)) next();
    else sendIndex(dir, response);
  });
}

function sendIndex(dir: string, response: Response): void {
  if (!existsSync(join(dir, 'index.html'))) {
    response.status(503).setHeader('Retry-After', '30').type('html').send(NOT_BUILT);
    return;
  }
  response.setHeader('Cache-Control', 'no-cache');
  response.sendFile('index.html', { root: dir, cacheControl: false });
}

const NOT_BUILT = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Codev HQ</title></head>
<body>
<h1>The dashboard is not built</h1>
<p>HQ itself is running. Run <code>npm run build</code> where HQ is installed, then load this page again.</p>
</body>
</html>
`;
