// From HTML to Typst, element by element.

import { expect, test } from 'vitest';
import { BuildError } from './errors.ts';
import { htmlToTypst } from './html-to-typst.ts';
import { head } from './page.ts';

const front = {
  title: 'A "quoted" <title>',
  authors: ['One & Two'],
  date: '2026-01-02',
  abstract: 'About #1.',
  keywords: ['raft'],
  limits: {},
};

const page = (body: string) => `${head(front)}<!-- at paper.md:7 -->\n${body}`;

/** The Typst of a body, without preamble and place. */
function body(html: string): string {
  return htmlToTypst(page(html)).split('// at paper.md:7')[1]?.trim() ?? '';
}

function problems(html: string): readonly string[] {
  try {
    htmlToTypst(page(html));
  } catch (error) {
    if (error instanceof BuildError) return error.problems;
    throw error;
  }
  return [];
}

test('the front matter reaches the template unharmed', () => {
  const typst = htmlToTypst(page('<p>x</p>'));
  expect(typst).toContain('title: "A \\"quoted\\" <title>"');
  expect(typst).toContain('authors: ("One & Two",)');
  expect(typst).toContain('date: datetime(year: 2026, month: 1, day: 2)');
  expect(typst).toContain('abstract: [About \\#1\\.]');
});

test('characters that Typst would read as markup are only text', () => {
  expect(body('<p>#let $x$ *a* _b_ `c` &lt;d&gt; @e [f] // g -- 1. h</p>')).toBe(
    '\\#let \\$x\\$ \\*a\\* \\_b\\_ \\`c\\` \\<d\\> \\@e \\[f\\] \\/\\/ g \\-\\- 1\\. h',
  );
});

test('text after an element is never taken for its arguments', () => {
  expect(body('<p><em>f</em>(x)<strong>g</strong>[y]</p>')).toBe('#emph[f];(x)#strong[g];\\[y\\]');
});

test('an unknown element is an error that names it and its place, not a gap', () => {
  expect(problems('<p>a <blink>b</blink></p>')).toEqual([
    "paper.md:7: the HTML element <blink> can't be typeset here",
  ]);
  expect(problems('<video></video>')).toEqual(["paper.md:7: the HTML element <video> can't be typeset here"]);
  expect(problems('<div class="other">a</div>')).toEqual([
    "paper.md:7: the HTML element <div> can't be typeset here",
  ]);
  expect(problems('<p><span style="x">a</span></p>')).toHaveLength(1);
});

test('a listing keeps its lines, its tabs and its language', () => {
  expect(body('<pre><code class="language-go">if a {\n\tb("\\n")\n}\n</code></pre>')).toBe(
    '#raw(block: true, lang: "go", "if a {\\n\\tb(\\"\\\\n\\")\\n}");',
  );
});

const TABLE = `<table><thead><tr><th>a</th><th style="text-align:right">b</th></tr></thead>
<tbody><tr><td>1</td><td style="text-align:right">2</td></tr></tbody></table>`;

test('a table takes its alignment from its head', () => {
  expect(body(TABLE)).toContain('align: (left, right,)');
  expect(body(TABLE)).toContain('table.header(strong[a], strong[b], table.hline())');
});

test('the caption line above a table becomes its caption', () => {
  const typst = body(`<p>Table: All of it</p>\n<!-- at paper.md:8 -->\n${TABLE}`);
  expect(typst).toContain('#figure(kind: table, caption: [All of it], table(');
  expect(typst.match(/All of it/g)).toHaveLength(1);
});

test('a caption without a table is an error', () => {
  expect(problems('<p>Table: Lost</p><p>text</p>')).toEqual([
    'paper.md:7: no table follows the caption "Table: Lost"',
  ]);
});

test('a table row with too few cells is an error', () => {
  const html =
    '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>';
  expect(problems(html)).toEqual(['paper.md:7: a table row has 1 cells, its head has 2']);
});

test('a table with an empty head has no head', () => {
  const html = '<table><thead><tr><th></th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>';
  expect(body(html)).not.toContain('table.header');
});

test('a footnote is placed where it is referred to, and a second reference points at it', () => {
  const ref = '<sup class="footnote-ref"><a href="#fn1">[1]</a></sup>';
  const notes = `<hr class="footnotes-sep"><section class="footnotes"><ol class="footnotes-list">
<li id="fn1" class="footnote-item"><p>Why. <a href="#fnref1" class="footnote-backref">↩</a></p></li></ol></section>`;
  expect(body(`<p>a${ref} b${ref}</p>${notes}`)).toBe(
    'a#footnote[Why.] #label("fn1"); b#footnote(label("fn1"));',
  );
});

test('an image alone in its paragraph is a figure with its description, and one before all headings stays there', () => {
  const image = '<p><img src="figures/a.svg" alt="Three boxes" title="The roles"></p>';
  const rest = 'image("/figures/a.svg", alt: "Three boxes")) #label("figure:a");';
  expect(body(`<h1>One</h1>${image}`)).toContain(`#figure(kind: image, caption: [The roles], ${rest}`);
  expect(body(image)).toBe(`#figure(kind: image, caption: [The roles], placement: none, ${rest}`);
});

test('a link into the reading page is left to the edition', () => {
  expect(body('<p><a href="reading:servers.html#campaign">there</a></p>')).toBe(
    '#reading("servers.html#campaign")[there];',
  );
});

test('figures and tables are referred to by the names that they are drawn by', () => {
  expect(body('<p>see <cite data-keys="figure:a"></cite></p>')).toBe('see #ref(label("figure:a"));');
});

test('a figure without a description, inside a line, or from elsewhere is an error', () => {
  expect(problems('<p><img src="a.svg" alt=""></p>')[0]).toContain('needs a description');
  expect(problems('<p>see <img src="a.svg" alt="x"></p>')[0]).toContain('a paragraph of its own');
  expect(problems('<p><img src="https://x.test/a.svg" alt="x"></p>')[0]).toContain('not the path');
});

test('lists are loose where the Markdown leaves blank lines', () => {
  expect(body('<ul><li>a</li><li>b <em>c</em></li></ul>')).toBe('#list(tight: true, [a], [b #emph[c];]);');
  expect(body('<ol start="3"><li><p>a</p><p>b</p></li></ol>')).toBe(
    '#enum(start: 3, tight: false, [a\n\nb]);',
  );
});

test('a link leads to a heading or to the web, never to a file beside the paper', () => {
  expect(body('<p><a href="#log-replication">x</a></p>')).toBe('#link(label("log-replication"))[x];');
  expect(body('<p><a href="https://x.test/?a=1&amp;b">x</a></p>')).toBe('#link("https://x.test/?a=1&b")[x];');
  expect(problems('<p><a href="../README.md">x</a></p>')[0]).toContain('leads nowhere');
});
