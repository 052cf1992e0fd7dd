// The site as files: its size, its links, what its notes claim.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { chapters } from '../src/chapters/chapters.ts';
import { workspace } from '../src/listing/read.ts';
import { makeSite, type Site } from '../src/site/write-site.ts';

const pages = ['index', ...chapters.map(({ id }) => id)].map((name) => `${name}.html`);

describe('the site', () => {
  let site: Site;

  beforeAll(async () => {
    site = await makeSite();
  });

  it('is small: everything that is read under 600 kB, compressed under 130 kB', () => {
    const read = [...pages, 'page.js', 'page.css'].map((name) => site.get(name)!);
    const bytes = read.map((content) => Buffer.byteLength(content));
    expect(sum(bytes)).toBeLessThan(600_000);
    expect(sum(read.map((content) => gzipSync(content).length))).toBeLessThan(130_000);
  });

  it('runs under 60 kB of script before anything is asked for', () => {
    const html = text(site, 'index.html');
    const scripts = Array.from(html.matchAll(/<script src=([^ >]+)/g), ([, name]) => name!);
    expect(scripts).toEqual(['page.js']);
    expect(Buffer.byteLength(text(site, 'page.js'))).toBeLessThan(60_000);
  });

  it('asks nobody else for anything', () => {
    for (const name of [...pages, 'page.css', 'page.js'])
      expect(text(site, name).replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
        /(?:https?:)?\/\/[a-z]+\.[a-z]/,
      );
  });

  it.each(pages)('%s links to nothing that is not there', (page) => {
    const ids = new Map(pages.map((name) => [name, idsOf(text(site, name))]));
    const links = Array.from(
      text(site, page).matchAll(/href=(?:"([^"]*)"|([^ >]+))/g),
      ([, a, b]) => (a ?? b)!,
    );
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) {
      const [file, id] = link.split('#');
      const target = file === '' ? page : file!;
      expect(site.has(target), link).toBe(true);
      if (id !== undefined && ids.has(target)) expect(ids.get(target)!.has(id), link).toBe(true);
      else if (id !== undefined) expect(text(site, target), link).toContain(`id=${id}>`);
    }
  });

  it('links to a repository on the web, at the present commit, if there is one', async () => {
    const onTheWeb = await makeSite('https://example.org/owner/name');
    const link =
      /https:\/\/example\.org\/owner\/name\/blob\/[0-9a-f]{40}\/packages\/raft-async\/src\/server\.ts#L\d+-L\d+/;
    expect(text(onTheWeb, 'servers.html')).toMatch(link);
    expect([...onTheWeb.keys()].filter((name) => name.startsWith('source/'))).toEqual([]);
  });
});

it('claims no mutation that the mutation tests do not have', () => {
  const files = globSync('packages/raft-mutation/src/*-mutations.ts', { cwd: workspace });
  const texts = files.map((file) => readFileSync(join(workspace, file), 'utf8')).join('\n');
  const known = Array.from(texts.matchAll(/name: '([^']+)'/g), ([, name]) => name);
  const steps = chapters.flatMap(({ entries }) => entries.flatMap(({ steps }) => steps));
  const claimed = steps.flatMap(({ mutation }) => (mutation === undefined ? [] : [mutation]));
  expect(claimed.length).toBeGreaterThan(20);
  expect(claimed.filter((name) => !known.includes(name))).toEqual([]);
});

function text(site: Site, name: string): string {
  return String(site.get(name));
}

function idsOf(html: string): Set<string> {
  return new Set(Array.from(html.matchAll(/\bid=(?:"([^"]*)"|([^ >]+))/g), ([, a, b]) => (a ?? b)!));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
