// A page, and what is wrong with it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';

export type Colours = 'light' | 'dark';

export interface OpenedPage extends AsyncDisposable {
  /** Playwright's page. */
  readonly page: Page;
  /** Errors of scripts, and what the console calls an error. */
  readonly errors: readonly string[];
  /** Addresses that were asked for beside files and data in the page. */
  readonly requests: readonly string[];
  /** Pixels by which the page is wider than its window. */
  overflow(): Promise<number>;
  /** Faults that axe calls serious or critical, a line each. */
  seriousFaults(): Promise<string[]>;
}

export interface PageOptions {
  /** Address, such as a `file:` URL. */
  readonly url: string;
  /** Width of the window (px). */
  readonly width: number;
  readonly height?: number;
  readonly colours?: Colours;
  /** Whether the page's scripts run. */
  readonly scripts?: boolean;
}

/** Opens a page in a context of its own and waits until it is loaded. Dispose of it at the end. */
export async function openPage(
  browser: Browser,
  { url, width, height = 900, colours = 'light', scripts = true }: PageOptions,
): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: colours,
    javaScriptEnabled: scripts,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(file|data|blob|about):/.test(request.url())) requests.push(request.url());
  });
  await page.goto(url);
  return {
    page,
    errors,
    requests,
    overflow: () => overflowOf(page),
    seriousFaults: () => seriousFaultsOf(page),
    [Symbol.asyncDispose]: () => context.close(),
  };
}

// Functions for the page are given as text: this package's types know no document.
async function overflowOf(page: Page): Promise<number> {
  return await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function seriousFaultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>(
    "axe.run(document, { resultTypes: ['violations'] })",
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
    );
}
