// The package without Node: its core needs no `node:` module and no global of Node's, and runs in a browser's page and worker.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createContext, runInContext } from 'node:vm';
import { findChromium, launchChromium, openPage } from '@three-ways/browser-testing';
import { describe, expect, it } from 'vitest';
import { bundleOf } from './bundle.ts';

const isBrowserMissing = findChromium() === null;
if (isBrowserMissing)
  console.log('thread-channel: left out the test in a browser: there is no Chromium on the PATH');

/** In the page: exchanges messages with a worker that blocks, sends values, and may not block itself. */
const page = `<script type="module">
  import { CannotBlock, Inbox, Sender } from './index.js';
  import { structured, ValueInbox } from './values.js';
  const there = Inbox.create({ lanes: 1, capacity: 256 });
  const back = Inbox.create({ lanes: 1, capacity: 256, endsWithLastSender: true });
  const worker = new Worker('./worker.js', { type: 'module' });
  worker.postMessage({ inbox: there.handle, to: back.connect() });
  const sender = Sender.attach(there.connect());
  const sending = (async () => {
    for (let i = 0; i < 1000; i++) await sender.sendAsync(new TextEncoder().encode(JSON.stringify([i])));
    there.close();
  })();
  let blocked = 'blocked';
  try {
    Inbox.create().receive(1);
  } catch (error) {
    blocked = error.name;
  }
  const values = [];
  for await (const value of new ValueInbox(back, structured())) values.push(value);
  await sending;
  globalThis.result = { blocked, values, hasNode: typeof process + typeof Buffer + typeof setImmediate };
</script>`;

/** In the worker: blocks for each message, and answers with a value. */
const worker = `
  import { Inbox, Sender } from './index.js';
  import { structured, ValueSender } from './values.js';
  onmessage = ({ data: { inbox, to } }) => {
    const sender = new ValueSender(Sender.attach(to), structured());
    for (const frame of Inbox.attach(inbox)) sender.send(new Set(JSON.parse(new TextDecoder().decode(frame.copy()))));
    sender.close();
  };
`;

/** Serves the files with the headers that shared memory needs in a page. */
async function serve(files: Readonly<Record<string, string>>): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Content-Type', url.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(files[url] ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describe('bundled for a browser', () => {
  it.each(['index', 'values'])('%s imports no module of Node', async (entry) => {
    const { code, imports } = await bundleOf(entry);
    expect(imports).toEqual([]);
    expect(code).not.toMatch(/\bBuffer\b|\bprocess\b|\brequire\b|node:/);
  });

  it('runs with the globals of browsers alone', async () => {
    const { code } = await bundleOf('index', 'iife');
    const globals = { queueMicrotask, setTimeout, clearTimeout, performance, MessageChannel };
    const program = `(async () => {
      const { Inbox, Sender } = bundle;
      const inbox = Inbox.create({ lanes: 1, capacity: 64, endsWithLastSender: true });
      const sender = Sender.attach(inbox.connect());
      const sending = (async () => {
        for (let i = 0; i < 1000; i++) await sender.sendAsync(Uint8Array.of(i));
        sender.close();
      })();
      let sum = 0;
      for await (const frame of inbox) sum += frame.view()[0];
      await sending;
      return [sum, typeof setImmediate, typeof Buffer, typeof process].join(' ');
    })()`;
    const result = await runInContext(`${code}\n${program}`, createContext(globals));
    const sum = Array.from({ length: 1000 }, (_, i) => i % 256).reduce((a, b) => a + b);
    expect(result).toBe(`${sum} undefined undefined undefined`);
  });

  it.skipIf(isBrowserMissing)('runs in a page and a worker', { timeout: 60_000 }, async () => {
    const [index, values] = await Promise.all([bundleOf('index'), bundleOf('values')]);
    const server = await serve({
      '/': page,
      '/index.js': index.code,
      '/values.js': values.code,
      '/worker.js': worker,
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      await using browser = await launchChromium();
      await using opened = await openPage(browser, { url, width: 1024 });
      const tab = opened.page;
      await tab.waitForFunction('globalThis.result');
      const result = await tab.evaluate(
        '({ ...result, values: result.values.map((value) => [...value][0]) })',
      );
      expect(result).toEqual({
        blocked: 'CannotBlock',
        values: Array.from({ length: 1000 }, (_, i) => i),
        hasNode: 'undefinedundefinedundefined',
      });
    } finally {
      server.close();
    }
  });
});
