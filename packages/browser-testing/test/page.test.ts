// What a page's test would miss must not pass as right: each fault is seen on a page that has it.

import { findChromium, launchChromium, openPage } from '@three-ways/browser-testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const html = (body: string) =>
  `data:text/html,${encodeURIComponent(`<!doctype html><html lang="en"><title>A page</title><main>${body}</main>`)}`;

describe.skipIf(findChromium() === null)('a page in Chromium', () => {
  let browser: Awaited<ReturnType<typeof launchChromium>>;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it('without a fault has none', async () => {
    await using opened = await openPage(browser, { url: html('<h1>Heading</h1>'), width: 390 });
    expect(await opened.seriousFaults()).toEqual([]);
    expect([await opened.overflow(), opened.errors, opened.requests]).toEqual([0, [], []]);
  });

  it('that is too wide, has an image without text, throws and asks the network says so', async () => {
    const body = `<h1>Heading</h1><img src="http://127.0.0.1:9/a.png"><div style="width:1000px">wide</div>
      <script>throw new Error('a fault')</script>`;
    await using opened = await openPage(browser, { url: html(body), width: 390 });
    expect((await opened.seriousFaults()).join()).toContain('image-alt');
    expect(await opened.overflow()).toBeGreaterThan(500);
    expect(opened.errors.join()).toContain('a fault');
    expect(opened.requests).toEqual(['http://127.0.0.1:9/a.png']);
  });

  it('has the colours that are preferred, and no scripts where they are off', async () => {
    const url = html(`<h1>Heading</h1><script>document.title = 'Ran'</script>`);
    await using opened = await openPage(browser, { url, width: 390, colours: 'dark', scripts: false });
    expect(await opened.page.title()).toBe('A page');
  });
});

it('Chromium is the one that CHROMIUM names, or the first on the PATH', () => {
  expect(findChromium({ CHROMIUM: process.execPath })).toBe(process.execPath);
  expect(findChromium({ CHROMIUM: '/nowhere/chromium', PATH: process.env.PATH })).toBeNull();
  expect(findChromium({ PATH: '' })).toBeNull();
});
