// The pictures of the page in docs/pictures. With DRAW_PICTURES=1 they are drawn anew.

import { mkdtempDisposableSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchChromium, openPage } from '@three-ways/browser-testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { workspace } from '../src/listing/read.ts';
import { makeSite, writeSite } from '../src/site/write-site.ts';

interface Picture {
  readonly name: string;
  readonly address: string;
  readonly width: number;
  readonly height: number;
  /** Brings the page into the state that is shown. Resolves with the top of what is shown (px of the page), or with null for the window. */
  readonly prepare: (page: Page) => Promise<number | null>;
}

const pictures: readonly Picture[] = [
  {
    name: 'side-by-side',
    address: 'servers.html#campaign/2;async,coroutines,goroutines',
    ...{ width: 1280, height: 860 },
    async prepare(page) {
      await page.locator('article.lit').waitFor();
      return null;
    },
  },
  {
    name: 'live-cluster',
    address: 'live.html',
    ...{ width: 1440, height: 1270 },
    async prepare(page) {
      const press = async (key: string) => {
        await page.locator('body').press(key);
        await page.waitForFunction("document.querySelector('.busy') === null");
      };
      await page.locator('.ring .server').first().waitFor();
      for (const key of ['e', 'p', 'p', 'c', 'x', 'e', 'ArrowRight', 'ArrowRight']) await press(key);
      await page.getByRole('combobox', { name: 'Beside it' }).selectOption('coroutines');
      await page.getByRole('region', { name: 'Functions that ran, Coroutines' }).waitFor();
      await page.mouse.move(0, 0);
      return (await page.locator('.stage').boundingBox())!.y - 16;
    },
  },
];

const fileOf = (name: string) => join(workspace, 'docs/pictures', `${name}.png`);

describe('the pictures', () => {
  it.skipIf(process.env.DRAW_PICTURES === undefined)(
    'are drawn',
    async () => {
      using folder = mkdtempDisposableSync(join(tmpdir(), 'pictures-'));
      writeSite(await makeSite(), folder.path);
      await using browser = await launchChromium();
      for (const { name, address, width, height, prepare } of pictures) {
        const url = `${pathToFileURL(folder.path)}/${address}`;
        await using opened = await openPage(browser, { url, width, height });
        const y = await prepare(opened.page);
        const part = y === null ? {} : { fullPage: true, clip: { x: 0, y, width, height } };
        await opened.page.screenshot({ path: fileOf(name), ...part });
      }
    },
    60_000,
  );

  it.each(pictures)('$name is there, under 250 kB', ({ name }) => {
    expect(statSync(fileOf(name)).size).toBeLessThan(250_000);
  });
});
