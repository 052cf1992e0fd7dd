// From paper.md to the PDF, and what fails a build.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import type { Chart } from '@three-ways/charts';
import { expect, test, vi } from 'vitest';
import { BuildError } from '../errors.ts';
import { CITING, reference, smallPaper, type Workshop } from '../testing.ts';
import { buildPaper } from './build.ts';

const named = { claims: {}, numbers: {} };
const run = reference();
const figures = {
  small: () =>
    ({
      kind: 'bars',
      name: 'small',
      title: 'Small',
      alternative: 'One [bar].',
      x: { label: 'Time', unit: 'ms' },
      groups: [{ rows: [{ label: 'Go', style: 'go', estimate: { median: 1, low: null, high: null } }] }],
    }) satisfies Chart,
};
const build = ({ dir }: Workshop) =>
  buildPaper({ paperDir: dir, run, named, drawn: { figures, tables: {} } });

/** What a paper of this body is refused for, without the folder's name. */
async function problems(body: string, prepare: (paper: Workshop) => void = () => {}): Promise<string[]> {
  using paper = smallPaper(body);
  prepare(paper);
  const outcome = await build(paper).catch((error: unknown) => error);
  if (!(outcome instanceof BuildError)) throw outcome instanceof Error ? outcome : new Error('it was built');
  return outcome.problems.map((problem) => problem.replaceAll(`${paper.dir}/`, ''));
}

test('two builds of the same sources are identical, byte for byte, wherever and whenever they are made', async () => {
  const body = `${CITING}\n# One\n\n![Boxes](figures/roles.svg "The roles")\n\n<!-- figure: small "A bar." -->\n\n<!-- include: tables/memory.md -->\n`;
  using here = smallPaper(body);
  using there = smallPaper(body);
  const { pdf: first, html } = await build(here);
  vi.stubEnv('TZ', 'Asia/Tokyo');
  const again = await build(there);
  vi.unstubAllEnvs();
  expect(first.subarray(0, 5).toString()).toBe('%PDF-');
  expect(again.pdf.equals(first)).toBe(true);
  expect(again.html).toBe(html);
  expect(html).toMatch(/<svg[^>]*aria-labelledby="p2-small-title p2-small-desc" class="chart wide"/);
  expect(html).toMatch(
    /<svg[^>]*aria-labelledby="p2-narrow-small-title p2-narrow-small-desc" class="chart narrow"/,
  );
  expect(html).not.toMatch(/(src|href)="(?!#|https:)/);
});

test('everything that the Markdown can say is typeset', async () => {
  using paper = smallPaper(`${CITING}
# One

A *word*, a **word**, \`code\`, ~~gone~~, $n\\/2$, a [link](https://x.test), [another](#one), [@ongaro2014raft, Section 5].[^n]

[^n]: A note with [@hoare1978csp].

- a
  - b

1. c

> quoted

---

\`\`\`ts
const s = \`\${x}\`;
\`\`\`

## Two

### Three
`);
  const { pdf, html } = await build(paper);
  expect(pdf.length).toBeGreaterThan(1000);
  expect(html).toContain('<strong>word</strong>');
  expect(html).toMatch(/role="doc-biblioref">\[1, Section 5\]<\/a>/);
});

test('a missing citation key fails the build and names the key and its line', async () => {
  expect(await problems('One\ntwo [@nobody2000].\n')).toEqual([
    'paper.md:9: the citation key "nobody2000" is not in refs.bib',
  ]);
});

test('a citation in a table is checked at its row', async () => {
  expect(await problems('| a |\n|---|\n| b |\n| [@nobody] |\n')).toEqual([
    'paper.md:11: the citation key "nobody" is not in refs.bib',
  ]);
});

test('a broken citation and a footnote without text are named, not printed unchanged', async () => {
  expect(await problems(`${CITING}\nOne [@a b] two[^none].\n`)).toEqual([
    'paper.md:10: `[@a b]` is not a citation',
    'paper.md:10: `[^none]` has no footnote',
  ]);
  expect(await problems(`${CITING}\ntwo[^none].\n`)).toEqual(['paper.md:10: `[^none]` has no footnote']);
});

test('raw HTML that can’t be typeset is named with its line', async () => {
  expect(await problems(`${CITING}\nA <blink>b</blink>\n`)).toEqual([
    "paper.md:10: the HTML element <blink> can't be typeset",
  ]);
});

test('a missing include names the file and what to run', async () => {
  const [problem, ...more] = await problems('# One\n\n<!-- include: tables/nowhere.md -->\n');
  expect(more).toEqual([]);
  expect(problem).toMatch(
    /^paper\.md:10: can't include tables\/nowhere\.md: .*run `pnpm bench`, then `pnpm paper`$/,
  );
});

test('a figure that does not exist, or has no caption, is named', async () => {
  expect(await problems('<!-- figure: large "Large." -->\n')).toEqual([
    'paper.md:8: no figure is called "large" in figures.ts',
  ]);
  expect((await problems('<!-- figure: small -->\n'))[0]).toContain('a figure has a name and a caption');
});

test('an include that is written wrong is an error, not a comment', async () => {
  for (const broken of [
    '<!-- include tables/a.md -->',
    '<!--include: tables/a.md-->',
    'x <!-- include: a.md -->',
  ]) {
    expect((await problems(`${broken}\n`))[0]).toContain('paper.md:8: broken directive');
  }
});

test('a problem in an included file is named at that file’s line', async () => {
  const found = await problems('<!-- include: figures/note.md -->\n', (paper) =>
    paper.write('figures/note.md', 'Fine.\n\nNot [@fine].\n'),
  );
  expect(found).toEqual(['figures/note.md:3: the citation key "fine" is not in refs.bib']);
});

test('a warning of the typesetter fails the build at the paper’s line', async () => {
  const found = await problems(`${CITING}\nText.\n`, (paper) =>
    paper.write('template.typ', WARNING_TEMPLATE),
  );
  expect(found).toEqual([expect.stringContaining('unknown font family: no such font')]);
  expect(found[0]).toContain('template.typ:2');
});

test('an error of the typesetter names the paper’s line', async () => {
  expect((await problems(`${CITING}\nfine\n\nsee [there](#nowhere)\n`))[0]).toMatch(
    /^paper\.md:12: typst: .*nowhere/,
  );
  expect((await problems(`${CITING}\nA formula $undefined_function(2)$\n`))[0]).toMatch(
    /^paper\.md:10: typst: /,
  );
});

test('a character that the fonts lack fails the build and is named', async () => {
  expect((await problems(`${CITING}\nA 漢 here\n`))[0]).toMatch(/漢.*could not be displayed/);
});

/** A PDF's text with its compressed streams unpacked. */
function unpacked(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  const streams = [...text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, stream = '']) => {
    try {
      return inflateSync(Buffer.from(stream, 'latin1')).toString('latin1');
    } catch {
      return '';
    }
  });
  return text + streams.join('\n');
}

const WARNING_TEMPLATE = `#let paper(title: "", authors: (), date: none, abstract: [], keywords: (), body) = {
  set text(font: "no such font")
  set document(title: title)
  body
  bibliography("/refs.bib")
}
#let results(body) = body
#let columns(..cells) = none
#let stack(..cells) = none
#let reading(place, body) = body
`;

test.each([
  ['$$x$$', '`$$x$$` is not a formula'],
  ['==x==', '`==x==` is no markup here'],
  ['{{async', 'is not closed on its line'],
  ['![a](b c.svg)', '`![a](b c.svg)` is a link or a figure that was not understood'],
  [`\`${'x'.repeat(49)}\``, 'is longer than 48 characters'],
])('%s is not printed as it is: the build fails and names it', async (written, problem) => {
  const [found] = await problems(`${CITING}\nSo ${written} it is\n`);
  expect(found).toContain('paper.md:10: ');
  expect(found).toContain(problem);
});

test('a listing that is wider than its column fails the build and is named', async () => {
  const [found] = await problems(`${CITING}\n\`\`\`ts\n${'x'.repeat(120)}\n\`\`\`\n`);
  expect(found).toMatch(/the listing .*x{40}.* is \d+ pt wide, and its column \d+ pt/);
});

test.each([
  ['an address', `https://x.test/${'a'.repeat(140)}`],
  ['a table', `| a | b |\n|---|---|\n| ${'x'.repeat(70)} | ${'y'.repeat(70)} |`],
])('%s that is wider than the page fails the build', async (_, wide) => {
  expect(await problems(`${CITING}\n${wide}\n`)).toEqual([
    'page 1: a table, a word or an address runs over the right margin',
  ]);
});

test('a table that does not fit on its page moves to the next or repeats its heading rows', async () => {
  const rows = (count: number) => Array.from({ length: count }, (_, row) => `| ${row} |`).join('\n');
  const filler = 'Filler.\n\n'.repeat(36);
  using short = smallPaper(`${CITING}\n${filler}\nTable: T\n\n| Head |\n|---|\n${rows(9)}\n`);
  using long = smallPaper(`${CITING}\n${filler}\nTable: T\n\n| Head |\n|---|\n${rows(60)}\n`);
  expect((await build(short)).pages).toBe(2);
  expect((await build(long)).pages).toBe(3);
});

test('the PDF is tagged, has bookmarks, alternative texts and all fonts within', async () => {
  using paper = smallPaper(
    `${CITING}\n# One\n\n![Three boxes](figures/roles.svg "The roles")\n\nSee [@figure:roles].\n`,
  );
  const pdf = unpacked((await build(paper)).pdf);
  expect(pdf).toContain('/MarkInfo');
  expect(pdf).toMatch(/pdfuaid:part>1</);
  expect(pdf).toMatch(/\/Outlines/);
  expect(pdf).toContain('Three boxes');
  const fonts = pdf.match(/\/Type ?\/FontDescriptor/g)?.length ?? 0;
  expect(fonts).toBeGreaterThan(1);
  expect(pdf.match(/\/FontFile[23]/g)).toHaveLength(fonts);
});

test('a figure that the text never mentions is remarked on', async () => {
  using paper = smallPaper(`${CITING}\n# One\n\n![Boxes](figures/roles.svg "The roles")\n`);
  expect((await build(paper)).remarks).toEqual(['page 1: the text never mentions figure:roles']);
});

test('a reference to a figure that is not there fails the build at its line', async () => {
  expect((await problems(`${CITING}\nSee [@figure:none].\n`))[0]).toMatch(
    /^paper\.md:10: typst: .*figure:none/,
  );
});

test('a paper that begins with a byte order mark is built', async () => {
  using paper = smallPaper(CITING);
  const text = readFileSync(join(paper.dir, 'paper.md'), 'utf8');
  paper.write('paper.md', `\uFEFF${text}`);
  expect((await build(paper)).pages).toBe(1);
});

test('a paper that is too long or too short for its front matter fails', async () => {
  const found = await problems(CITING, (paper) => {
    const text = readFileSync(join(paper.dir, 'paper.md'), 'utf8');
    paper.write(
      'paper.md',
      text.replace('keywords:', 'limits: { pages: [7, 10], characters: [1, 9] }\nkeywords:'),
    );
  });
  expect(found).toEqual([
    'paper.md: the paper has 1 pages, and must have 7 to 10',
    expect.stringMatching(/^paper.md: the paper has \d\d characters, and must have 1 to 9$/),
  ]);
});

test('characters of text are those of prose: code, tables, captions and citations do not count', async () => {
  const plain = async (body: string) => {
    using paper = smallPaper(body);
    return (await build(paper)).characters;
  };
  const more = '\n```ts\nconst a = 1;\n```\n\nTable: T\n\n| a |\n|---|\n| b |\n\n';
  expect(await plain(`${CITING}${more}`)).toBe(await plain(CITING));
  expect(await plain(`${CITING}\nThree.\n`)).toBe((await plain(CITING)) + ' Three.'.length);
});
