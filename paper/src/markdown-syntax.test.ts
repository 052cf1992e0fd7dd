// Citations and formulas in Markdown.

import { Remarkable } from 'remarkable';
import { expect, test } from 'vitest';
import { markdownOptions, paperSyntax } from './markdown-syntax.ts';

function render(markdown: string): string {
  const { preset, syntax: _, ...options } = markdownOptions;
  const parser = new Remarkable(preset, options);
  parser.use(paperSyntax);
  return parser.render(markdown).trim();
}

test('a citation becomes an element that carries its key', () => {
  expect(render('so [@raft].')).toBe('<p>so <cite data-keys="raft" data-supplement=""></cite>.</p>');
});

test('one pair of brackets may hold several keys', () => {
  expect(render('[@a; @b]')).toContain('data-keys="a b"');
});

test('what follows the comma says where in the source to look', () => {
  expect(render('[@raft, Section 5.4]')).toContain('data-supplement="Section 5.4"');
});

test('a formula between dollars is mathematics', () => {
  expect(render('needs $floor(n\\/2) + 1$ of $n$')).toBe(
    '<p>needs <span class="math">floor(n\\/2) + 1</span> of <span class="math">n</span></p>',
  );
});

test('dollars in code, and sums of money, are not mathematics', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the very thing that must survive
  const html = render('`${a}${b}` costs $5 or $6\n\n```ts\nconst s = `${x} $y$`;\n```');
  expect(html).not.toContain('math');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
  expect(html).toContain('${x} $y$');
});

test('a citation inside code is code', () => {
  expect(render('`[@raft]`')).toBe('<p><code>[@raft]</code></p>');
});
