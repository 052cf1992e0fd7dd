// The report as one HTML file: whole, small, harmless whatever the results say, and right in a browser.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { findChromium, launchChromium, openPage } from '@three-ways/browser-testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compare } from '../results/comparison.ts';
import type { Results } from '../results/results.ts';
import { suites } from '../suites/suites.ts';
import { fakeResults } from '../testing/fake-results.ts';
import { newFolder } from '../testing/new-folder.ts';
import { Transcript } from '../testing/transcript.ts';
import { printComparison } from './comparison-report.ts';
import { runReport } from './run-report.ts';
import { sectionsOf } from './sections.ts';

let full: Results;
let page: string;
beforeAll(() => {
  full = fakeResults();
  page = reportOf(full);
});

function reportOf(results: Results): string {
  return runReport(suites, results, sectionsOf(suites, results));
}

/** Results as an attacker would write them. */
function hostile(): Results {
  const evil = `</script><img src=x onerror="alert('&')">`;
  const few = fakeResults('quick');
  return {
    ...few,
    environment: { ...few.environment, cpu: evil, os: evil },
    settings: { ...few.settings, arguments: [evil] },
    targets: few.targets.map((target) => ({ ...target, title: `${target.title} ${evil}`, differs: evil })),
  };
}

/** Escaped text as a reader sees it. */
function unescaped(text: string): string {
  return text
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}

test('it has every table, chart, question and answer, and the command that repeats each suite', () => {
  const text = unescaped(page);
  for (const { suite, tables, charts, verdict } of sectionsOf(suites, full)) {
    const parts = [suite.question, verdict!, `pnpm bench --suite ${suite.name} --seed 1`];
    const captions = tables().map(({ caption }) => `<h3>${caption}</h3>`);
    const svgs = charts().map(({ chart }) => `<title id="${chart.name}-title">`);
    for (const part of [...parts, ...captions, ...svgs]) expect(text).toContain(part);
  }
});

test('it is the same bytes each time, below 500 kB, with the raw results in it', () => {
  expect(reportOf(fakeResults()) === page).toBe(true); // a difference of such texts is computed for minutes
  expect(Buffer.byteLength(page)).toBeLessThan(500_000);
  const [, packed] = /<script type="application\/gzip" id="results">(.*?)<\/script>/.exec(page)!;
  expect(JSON.parse(gunzipSync(Buffer.from(packed!, 'base64')).toString())).toEqual(full);
});

test('raw results that are few are embedded as they are', () => {
  const few = fakeResults('quick', suites.slice(0, 1));
  const [, json] = /<script type="application\/json" id="results">(.*?)<\/script>/s.exec(reportOf(few))!;
  expect(JSON.parse(json!)).toEqual(few);
});

test('raw results that are too large are named instead', () => {
  const noise = Array.from({ length: 400_000 }, (_, i) => Math.sin(i).toString(36)).join();
  const large = reportOf({ ...full, settings: { ...full.settings, arguments: [noise] } });
  expect(Buffer.byteLength(large)).toBeLessThan(500_000);
  expect(large).toContain('in results.json beside it');
  expect(large).not.toContain('id="results"');
});

test('charts that are too many are left to the folder of figures, and their table says so', () => {
  const names = Array.from({ length: 12 }, (_, i) => `async@${i}`);
  const targets = [...full.targets, ...names.map((name) => ({ ...full.targets[0]!, name, title: name }))];
  const own = full.figures.filter(({ target, suite }) => target === 'async' && suite === 'election');
  const figures = [
    ...full.figures,
    ...names.flatMap((target) => own.map((figure) => ({ ...figure, target }))),
  ];
  const large = reportOf({ ...full, targets, figures });
  expect(Buffer.byteLength(large)).toBeLessThan(500_000);
  expect(large).toMatch(/Charts in the folder figures [^:]*: \d+ more/);
  expect(large).toContain('Time without a leader at 150–300 ms'); // those that matter most are shown
});

test('nothing in the results becomes markup, and the policy lets only the page’s own script run', () => {
  const text = reportOf(hostile());
  expect(text).not.toContain('<img');
  expect(text.match(/<script/g)).toHaveLength(2);
  const [, script] = /<script>(.*?)<\/script>/s.exec(text)!;
  const hash = createHash('sha256').update(script!).digest('base64');
  expect(unescaped(text)).toContain(
    `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`,
  );
});

test('it asks for nothing: no address but those of namespaces and its own parts', () => {
  const addresses = [
    ...page.replace(/<script>.*<\/script>/s, '').matchAll(/\b(?:href|src|url)\s*[=(]\s*["']?([^"')\s>]*)/g),
  ].map(([, address]) => address!);
  expect(addresses.filter((address) => !address.startsWith('#'))).toEqual([]);
});

test('a run that was cut short says so first', () => {
  const cut = reportOf({ ...full, interrupted: true, settings: { ...full.settings, planned: 900 } });
  expect(cut).toContain(`This run was interrupted: it has ${full.trials.length} of 900 trials.`);
});

function changed(): Results {
  const figures = full.figures.map((figure) => ({
    ...figure,
    rounds: figure.rounds.map(({ round, samples }) => ({
      round,
      samples: samples.map((sample) => (figure.target === 'async' ? sample * 1.7 : sample)),
    })),
  }));
  return { ...full, figures };
}

let comparison: ReturnType<typeof compare>;
beforeAll(() => {
  comparison = compare(full, changed());
});

function printed(format: 'json' | 'markdown' | 'html' | 'table'): string {
  const stdout = new Transcript();
  printComparison(comparison, ['a', 'b'], format, stdout);
  return stdout.text;
}

test('a comparison has the same numbers on the terminal, in Markdown and in HTML', () => {
  const { changed: changes } = JSON.parse(printed('json'));
  expect(changes.length).toBeGreaterThan(5);
  const cells = printed('markdown').match(/\d+\.\d\d \(\d+\.\d\d–\d+\.\d\d\)/g)!;
  expect(cells).toHaveLength(changes.length);
  for (const text of [printed('table'), printed('html')])
    expect(cells.filter((cell) => !text.includes(cell))).toEqual([]);
  expect(printed('html')).toContain('<details><summary>Figures without a change that is shown');
});

describe.skipIf(findChromium() === null)('in a browser', { timeout: 120_000 }, () => {
  let browser: Awaited<ReturnType<typeof launchChromium>>;
  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  afterAll(() => browser?.close());

  function saved(content: string): string {
    const file = join(newFolder(), 'report.html');
    writeFileSync(file, content);
    return pathToFileURL(file).href;
  }

  test.each([
    [1440, 'light'],
    [1024, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)(
    'it fits %i px, %s: no fault that axe calls serious, no error, no request',
    async (width, colours) => {
      for (const content of [page, printed('html')]) {
        await using opened = await openPage(browser, { url: saved(content), width, colours });
        expect(await opened.overflow()).toBe(0);
        expect(await opened.seriousFaults()).toEqual([]);
        expect([opened.errors, opened.requests]).toEqual([[], []]);
      }
    },
  );

  test('the switch turns light into dark and back, and all is there without scripts', async () => {
    const url = saved(page);
    await using opened = await openPage(browser, { url, width: 1024 });
    const background = () => opened.page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await opened.page.getByRole('button', { name: 'Dark' }).click();
    expect(await background()).not.toBe(light);
    await opened.page.getByRole('button', { name: 'Light' }).click();
    expect(await background()).toBe(light);
    await using still = await openPage(browser, { url, width: 1024, scripts: false });
    expect(await still.page.getByRole('button').count()).toBe(0);
    expect(await still.page.getByRole('img').count()).toBe(await opened.page.getByRole('img').count());
  });

  test('the raw results are saved whole', async () => {
    await using opened = await openPage(browser, { url: saved(page), width: 1024 });
    const download = opened.page.waitForEvent('download');
    await opened.page.getByRole('button', { name: 'Save the raw JSON' }).click();
    expect(JSON.parse(readFileSync(await (await download).path(), 'utf8'))).toEqual(full);
  });

  test('hostile results do nothing', async () => {
    await using opened = await openPage(browser, { url: saved(reportOf(hostile())), width: 1024 });
    expect([opened.errors, opened.requests]).toEqual([[], []]);
  });
});
