// The live chapter in a real browser.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { findChromium, launchChromium, openPage } from '@three-ways/browser-testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LiveSite, makeLiveSite } from '../src/live/site/live-site.ts';

const isBrowserMissing = findChromium() === null;
if (isBrowserMissing)
  console.log('the live chapter in a browser is left out: there is no Chromium on the PATH');

const folder = mkdtempSync(join(tmpdir(), 'live-page-'));
const address = pathToFileURL(join(folder, 'live.html')).href;
let site: LiveSite;

beforeAll(async () => {
  site = await makeLiveSite({});
  for (const [name, content] of site.files) writeFileSync(join(folder, name), content);
  writeFileSync(join(folder, 'live.html'), pageOf(site.main));
  for (const line of site.leftOut) console.log(line);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** A page around the chapter, with the colours that its styles take from the site's. */
function pageOf(main: string): string {
  const colours =
    '--paper:light-dark(#fff,#111);--sheet:light-dark(#fff,#111);--ink:light-dark(#111,#eee);--soft:light-dark(#57606a,#a3abb8);' +
    '--line:#888;--link:light-dark(#0a4f8f,#8cc4ff);--lit:light-dark(#fff6d8,#2c2a1c);--lit-edge:#b27d00;--serif:serif;--sans:sans-serif;--mono:monospace';
  return `<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width,initial-scale=1"><title>A run</title>
<style>:root{color-scheme:light dark;${colours}}*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink)}.skip{position:absolute}</style>
<main>${main}</main>`;
}

const kilobytes = (text: string) => gzipSync(text).length / 1000;

describe('the chapter’s files', () => {
  it('are small: under 60 kB of compressed script at first', () => {
    expect(kilobytes(site.files.get('live.js')!)).toBeLessThan(60);
    expect(kilobytes(site.main)).toBeLessThan(25);
    expect(kilobytes(site.files.get('live-threads.js')!)).toBeLessThan(40);
  });

  it('hold the Go program in under 1.4 MB, to be loaded on demand', () => {
    const go = site.files.get('live-go.js');
    if (go !== undefined) expect(kilobytes(go)).toBeLessThan(1400);
    expect(site.main).not.toContain('live-go.js');
  });
});

describe.skipIf(isBrowserMissing)('the live chapter', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(() => browser?.close());

  const open = async (hash = '', width = 1440, colours: 'light' | 'dark' = 'light') => {
    const opened = await openPage(browser, { url: `${address}${hash}`, width, colours });
    await opened.page.locator('.ring .server').first().waitFor();
    return opened;
  };

  it.each([
    [1440, 'light'],
    [1024, 'dark'],
    [390, 'light'],
  ] as const)(
    'fits a window of %i pixels, %s, without an error or a serious fault',
    async (width, colours) => {
      await using opened = await open('', width, colours);
      await press(opened.page, 'e', 'p', 'ArrowRight', 'ArrowRight');
      await opened.page.locator('.settings summary').click();
      await opened.page.locator('.logs button').first().click();
      await opened.page.getByRole('button', { name: 'with async/await again' }).click();
      await opened.page.getByText('Equal: all').waitFor();
      expect(opened.errors).toEqual([]);
      expect(opened.requests).toEqual([]);
      expect(await opened.page.locator('#live > ul').count()).toBe(0); // for readers without scripts
      expect(await opened.overflow()).toBe(0);
      expect(await opened.seriousFaults()).toEqual([]); // last: axe asks for the style sheet, in vain
    },
  );

  it.each(['async/await', 'Coroutines', 'Go'])('elects a new leader after a crash on %s', async (model) => {
    if (model === 'Go' && !site.files.has('live-go.js')) return;
    await using opened = await open();
    const { page } = opened;
    await page
      .getByRole('group', { name: 'Model' })
      .getByRole('button', { name: model, exact: true })
      .click();
    await page.getByRole('heading', { name: `The lines that ran, ${model}` }).waitFor();
    await press(page, 'e');
    const first = await page.locator('.server.leader .id').textContent({ timeout: 15_000 });
    await page.locator('.source .lit').first().waitFor();
    await press(page, 'x');
    await page.locator('.server.crashed').waitFor();
    await press(page, 'e');
    const second = await page.locator('.server.leader .id').textContent();
    expect(second).toMatch(/^S\d$/);
    expect(second).not.toBe(first);
    await page.getByText('Who waits for what').waitFor();
    expect(opened.errors).toEqual([]);
  });

  it('lights the lines of two models beside each other', async () => {
    await using opened = await open();
    const { page } = opened;
    await press(page, 'e');
    await page.getByRole('combobox', { name: 'Beside it' }).selectOption('coroutines');
    const beside = page.getByRole('region', { name: 'Functions that ran, Coroutines' });
    await beside.locator('.lit').first().waitFor();
    expect(await beside.locator('figcaption').first().textContent()).toContain('raft-coroutines/server.ts');
    await page.locator('.source .lit').first().waitFor();
    await press(page, 'ArrowRight', 'x', 'ArrowRight');
    await page.locator('.server.crashed').waitFor();
    expect(opened.errors).toEqual([]);
  });

  it('plays a scene to its end, by keyboard alone', async () => {
    await using opened = await open();
    const { page } = opened;
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await page.getByRole('button', { name: 'The leader is lost' }).press('Enter');
    await page.getByText('leads term 1. Every 50 ms').waitFor();
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('1000');
    await page.getByRole('button', { name: 'Play the scene' }).press('Enter');
    await page.getByText('How long will it be').waitFor();
    await page.getByRole('button', { name: 'Until the first election timer elapses' }).press('Enter');
    await page.getByText('The scene is over').waitFor();
    await page.getByText('Right.').waitFor();
    expect(opened.errors).toEqual([]);
  });

  it('shows the same again at the address that it gives', async () => {
    await using opened = await open();
    const { page } = opened;
    await press(page, 'e', 'p', 'c', 'x', 'ArrowRight', 'ArrowRight');
    await page.getByRole('button', { name: 'Copy the address' }).click();
    await page.waitForFunction("location.hash.startsWith('#run=')");
    const hash = new URL(page.url()).hash;
    await using again = await open(hash);
    await again.page.locator('.server.crashed').waitFor();
    expect(await seen(again.page)).toEqual(await seen(page));
    expect(again.errors).toEqual([]);
  });

  it('says in one line that an address is wrong, and shows a run all the same', async () => {
    await using opened = await open('#run=nonsense');
    const alert = opened.page.getByRole('alert');
    expect(await alert.textContent()).toMatch(/^This address holds no run/);
    expect(opened.errors).toEqual([]);
  });

  it('reaches every control by the tabulator key', async () => {
    await using opened = await open();
    const { page } = opened;
    await press(page, 'e');
    const reachable = 'button, select, input, summary, [tabindex="0"]';
    const wanted = await page.evaluate<number>(
      `[...document.querySelectorAll('#live ${reachable.replaceAll(', ', ', #live ')}')].filter((each) => each.checkVisibility()).length`,
    );
    await page.evaluate(
      "globalThis.reached = new Set(); document.addEventListener('focusin', ({ target }) => reached.add(target))",
    );
    for (let i = 0; i < wanted + 5; i++) await page.keyboard.press('Tab');
    expect(await page.evaluate('reached.size')).toBeGreaterThanOrEqual(wanted);
  });

  it('goes from step to step where motion is reduced', async () => {
    await using opened = await open();
    const { page } = opened;
    await press(page, 'e');
    const place = () => page.locator('.message').first().getAttribute('transform');
    const before = await place();
    await page.evaluate(
      "globalThis.times = []; new MutationObserver(() => times.push(document.querySelector('.clock').textContent)).observe(document.querySelector('.clock'), { subtree: true, characterData: true, childList: true })",
    );
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForFunction('times.length >= 2');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    expect(await page.evaluate<number>('times.length')).toBeLessThan(5);
    await press(page, 'ArrowLeft');
    await press(page, 'ArrowLeft');
    expect(await place()).toBe(before);
  });

  it('shows the recorded run of threads, and says that it is one', async () => {
    await using opened = await open();
    const { page } = opened;
    await page.getByRole('button', { name: 'Threads, recorded' }).click();
    await page.getByText('This is a recording.').waitFor();
    await press(page, 'e');
    await page.locator('.server.leader').waitFor();
    await press(page, 'e');
    await page.locator('.server.crashed').waitFor();
    expect(await page.getByRole('button', { name: 'Propose' }).count()).toBe(0);
    expect(opened.errors).toEqual([]);
  });

  it('opens a trace from a file, and names what is wrong with another', async () => {
    await using opened = await open();
    const { page } = opened;
    const file = join(folder, 'some.jsonl');
    writeFileSync(
      file,
      '{"type":"start","server":1,"at":0}\n{"type":"role","server":1,"term":1,"role":"leader","at":5}\n',
    );
    await page.getByLabel('Open a trace').setInputFiles(file);
    await page.getByText('This is the trace some.jsonl').waitFor();
    await press(page, 'e');
    await page.locator('.server.leader').waitFor();
    const other = join(folder, 'other.jsonl');
    writeFileSync(other, '{"at":0,"type":"start","server":1}\n{"type":"heal","at":5}\n');
    await page.getByLabel('with a trace from a file').setInputFiles(other);
    await page.getByText('They differ from event 2 on; the 1 before are the same').waitFor();
    writeFileSync(file, '{"type":"start"}\n');
    await page.getByLabel('Open a trace').setInputFiles(file);
    await page.getByText('some.jsonl: Line 1').waitFor();
    expect(opened.errors).toEqual([]);
  });
});

/** Presses keys one after the other, each once the page has done what the one before asked for. */
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.locator('body').press(key);
    await page.waitForFunction("document.querySelector('.busy') === null", undefined, { timeout: 15_000 });
  }
}

/** What a reader sees of the state. */
async function seen(page: Page): Promise<unknown> {
  return [
    await page.locator('.ring').getAttribute('aria-label'),
    await page.locator('.clock').textContent(),
    await page.locator('.logs').textContent(),
  ];
}
