// Serves the site from memory on this machine alone.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import type { Site } from './write-site.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

export interface Serving extends AsyncDisposable {
  readonly address: string;
}

/**
 * Serves a site that may still be in the making: requests wait for it.
 * @throws Error of `node:net` if the port is taken
 */
export async function serve(site: Promise<Site>, port: number): Promise<Serving> {
  const server = createServer(async (request, response) => answer(await site, request, response));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: () => closed(server),
  };
}

function answer(site: Site, { method, url = '/' }: IncomingMessage, response: ServerResponse): void {
  const name = decodeURIComponent(new URL(url, 'http://127.0.0.1').pathname).slice(1) || 'index.html';
  const content = site.get(name);
  if (method !== 'GET' && method !== 'HEAD') response.writeHead(405).end();
  else if (content === undefined)
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found\n');
  else {
    const type = types[extname(name)] ?? 'application/octet-stream';
    response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' });
    response.end(method === 'HEAD' ? undefined : content);
  }
}

/** Browsers keep connections open: they are closed, too. */
async function closed(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  await promise;
}
