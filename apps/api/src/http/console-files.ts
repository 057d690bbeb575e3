import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';

/** The console beside this application in the built workspace. */
export const builtConsole = fileURLToPath(new URL('../../../console/dist', import.meta.url));

const serverPaths = /^\/(v1|docs|health)(\/|$)/;

/** Serves the built console, where there is one; every page address that is no file is a view of it. */
export function serveConsole(app: NestExpressApplication, folder: string): void {
  const index = path.join(folder, 'index.html');
  if (!existsSync(index)) return;
  app.useStaticAssets(folder, { index: false, setHeaders: cacheByName });
  app.use((request: Request, response: Response, next: NextFunction): void => {
    const isView = request.method === 'GET' && !serverPaths.test(request.path) && request.accepts('html');
    if (!isView) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(index);
  });
}

/** Files below `assets/` carry a hash of their content in the name; the rest may change under its name. */
function cacheByName(response: Response, file: string): void {
  const isHashed = file.includes(`${path.sep}assets${path.sep}`);
  response.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
}
