// The page in a real browser, at three widths, light and dark, with and without its script.

import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findChromium, launchChromium, type OpenedPage, openPage } from '@three-ways/browser-testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chapters } from '../src/chapters/chapters.ts';
import { makeSite, writeSite } from '../src/site/write-site.ts';

const pages = ['index', ...chapters.map(({ id }) => id)];
const chromium = findChromium();
if (chromium === null)
  console.warn('side-by-side: left out the tests in a browser: there is no Chromium on the PATH');

/** Rows of which two cells that are shown begin at different heights, or of which one is not as wide as its column's head. */
const misaligned = `[...document.querySelectorAll('article')].filter((step) => {
  const shown = [...step.querySelectorAll('.cells > *')].filter((cell) => cell.offsetParent !== null);
  const heads = [...step.closest('.entry').querySelectorAll('.heads > *')].filter((head) => head.offsetParent !== null);
  return shown.some((cell, i) => Math.abs(cell.getBoundingClientRect().top - shown[0].getBoundingClientRect().top) > 1
    || Math.abs(cell.getBoundingClientRect().left - heads[i].getBoundingClientRect().left) > 1);
}).map(({ id }) => id)`;

/** Lines of code that reach beyond their cell. */
const cutOff = `[...document.querySelectorAll('ol li')].filter((line) => line.scrollWidth > line.clientWidth + 1).length`;

describe.skipIf(chromium === null)('the page in Chromium', () => {
  let browser: Awaited<ReturnType<typeof launchChromium>>;
  let folder: ReturnType<typeof mkdtempDisposableSync>;

  beforeAll(async () => {
    folder = mkdtempDisposableSync(join(tmpdir(), 'side-by-side-'));
    writeSite(await makeSite(), folder.path);
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    folder?.remove();
  });

  function open(
    name: string,
    width: number,
    more: Partial<Parameters<typeof openPage>[1]> = {},
  ): Promise<OpenedPage> {
    const [file, hash] = name.split('#');
    const url =
      pathToFileURL(join(folder.path, `${file}.html`)).href + (hash === undefined ? '' : `#${hash}`);
    return openPage(browser, { url, width, ...more });
  }

  describe.each(pages)('%s', (name) => {
    it.each([1440, 1024, 390])('fits in %i pixels, its columns aligned, without an error', async (width) => {
      await using opened = await open(name, width);
      expect(await opened.overflow()).toBeLessThanOrEqual(0);
      if (width > 700) expect(await opened.page.evaluate(misaligned)).toEqual([]);
      expect(await opened.page.evaluate(cutOff)).toBe(0);
      expect(opened.errors).toEqual([]);
      expect(opened.requests).toEqual([]);
    });

    it.each(['light', 'dark'] as const)(
      'has no serious fault of accessibility, %s',
      async (colours) => {
        await using opened = await open(name, 1440, { colours });
        expect(await opened.seriousFaults()).toEqual([]);
      },
      60_000,
    );
  });

  it('has no serious fault of accessibility with a step selected, dark, on a phone', async () => {
    await using opened = await open('tests#alone/2', 390, { colours: 'dark' });
    expect(await opened.seriousFaults()).toEqual([]);
  }, 60_000);

  it('can be read whole without its script: columns are chosen, code and notes are there', async () => {
    await using opened = await open('servers', 1440, { scripts: false });
    const { page } = opened;
    const workers = page.locator('#campaign .heads > .workers');
    expect(await workers.isVisible()).toBe(true);
    await page.locator('.chooser label', { hasText: 'Workers' }).click();
    expect(await workers.isVisible()).toBe(false);
    expect(await page.locator('article').first().locator('p').first().isVisible()).toBe(true);
  });

  it('lights a step in all columns, and an address opened again shows the same', async () => {
    await using opened = await open('servers', 1440);
    await opened.page.locator('.chooser label', { hasText: 'Workers' }).click();
    await opened.page.locator('[id="campaign/2"] .cells > .goroutines').click({ position: { x: 200, y: 5 } });
    const hash = new URL(opened.page.url()).hash;
    expect(hash).toBe('#campaign/2;async,coroutines,goroutines');
    await using again = await open(`servers${hash}`, 1440);
    expect(await again.page.locator('article.lit').getAttribute('id')).toBe('campaign/2');
    expect(await shownColumns(again)).toEqual(['async', 'coroutines', 'goroutines']);
    const box = await again.page.locator('article.lit').boundingBox();
    expect(box!.y).toBeGreaterThan(0);
    expect(box!.y).toBeLessThan(600);
  });

  it('is used by keyboard alone: steps, columns, search', async () => {
    await using opened = await open('servers', 1440);
    const { page } = opened;
    for (
      let tabs = 0;
      tabs < 60 && !(await page.evaluate("document.activeElement.matches('article')"));
      tabs++
    )
      await page.keyboard.press('Tab');
    const first = await page.locator('article.lit').getAttribute('id');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowUp');
    expect(first).toBe('run/1');
    expect(await page.locator('article.lit').getAttribute('id')).toBe('run/2');
    await page.keyboard.press('Escape');
    expect(await page.locator('article.lit').count()).toBe(0);
    await page.locator('#show-async').focus();
    await page.keyboard.press('Space');
    expect(await shownColumns(opened)).toEqual(['coroutines', 'workers', 'goroutines']);
    await page.keyboard.press('/');
    await page.keyboard.type('hand over the leadership');
    await page.locator('dialog a').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/#transfer/);
  });

  it('shows two to five columns, never more', async () => {
    await using opened = await open('idioms', 1440);
    await opened.page.locator('.chooser label', { hasText: 'Processes' }).click();
    expect(await shownColumns(opened)).toHaveLength(5);
    expect(await opened.page.locator('.chooser input:disabled').count()).toBe(2);
  });

  it('shows one column on a phone, and another one in the same place', async () => {
    await using opened = await open('servers#campaign/3', 390, { height: 800 });
    const { page } = opened;
    expect(await shownColumns(opened)).toEqual(['async']);
    const before = (await page.locator('article.lit').boundingBox())!.y;
    await page.locator('.chooser label', { hasText: 'Go' }).click();
    expect(await shownColumns(opened)).toEqual(['goroutines']);
    expect(Math.abs((await page.locator('article.lit').boundingBox())!.y - before)).toBeLessThan(2);
    await page.keyboard.press('ArrowLeft');
    expect(await shownColumns(opened)).toEqual(['workers']);
  });

  it('copies the code of a column as it is in the file, without notes and numbers', async () => {
    await using opened = await open('servers', 1440);
    await opened.page
      .context()
      .grantPermissions(['clipboard-read', 'clipboard-write'])
      .catch(() => {});
    await opened.page.evaluate(
      'navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }',
    );
    await opened.page.locator('#check-quorum .heads > .goroutines button').click();
    const copied = await opened.page.evaluate<string>('globalThis.copied');
    expect(copied).toContain(
      '\n\tagain := time.NewTicker(s.raft.Settings.ElectionTimeout[1].Duration())\n\tdefer again.Stop()\n',
    );
    expect(copied.split('\n')[0]).toBe('func (s *server) checkQuorum(ctx context.Context) {');
  });

  it('fits with type twice as large, and on paper', async () => {
    await using opened = await open('servers', 1440);
    await opened.page.addStyleTag({ content: 'html { font-size: 200% }' });
    expect(await opened.overflow()).toBeLessThanOrEqual(0);
    expect(await opened.page.evaluate(cutOff)).toBe(0);
    await opened.page.emulateMedia({ media: 'print' });
    expect(await opened.page.locator('.top').isVisible()).toBe(false);
    expect(await opened.overflow()).toBeLessThanOrEqual(0);
  });

  it('leads from each line number to that line in the file', async () => {
    await using opened = await open('servers', 1440);
    const { page } = opened;
    const item = page.locator('[id="campaign/2"] .cells > .async li').nth(1);
    const number =
      Number(await page.locator('[id="campaign/2"] .cells > .async ol').getAttribute('start')) + 1;
    await item.click({ position: { x: 8, y: 6 } });
    await page.waitForURL(new RegExp(`server\\.ts\\.html#L${number}$`));
    expect(await page.locator('li:target').textContent()).toContain('peersOf');
  });

  it('stands still for whom motion is too much', async () => {
    await using opened = await open('servers#campaign/2', 1440);
    const moving = "getComputedStyle(document.querySelector('article')).transitionDuration";
    expect(await opened.page.evaluate(moving)).toBe('0s');
  });
});

function shownColumns({ page }: OpenedPage): Promise<string[]> {
  return page.evaluate<string[]>(
    "[...document.querySelectorAll('#campaign .heads > *, #race .heads > *')].filter((head) => head.offsetParent !== null).map((head) => head.className)",
  );
}
