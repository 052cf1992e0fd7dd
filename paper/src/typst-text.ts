// Text that means itself in Typst: escaped for markup, quoted for code. Nothing else in the conversion writes text
// that an author typed into Typst's source.

/** Characters that Typst's markup gives a meaning, quotation marks excepted: those are set as an author expects. */
const MARKUP = /[\\#$*_`<>@=+\-/~[\]{}]/g;

/** Text as Typst markup. A digit's full stop is escaped too, since `1.` at a line's start would begin a list. */
export function escapeMarkup(text: string): string {
  return text
    .replace(/[ \t\r\n]+/g, ' ')
    .replace(MARKUP, '\\$&')
    .replace(/(\d)\./g, '$1\\.');
}

/** Text as a string literal of Typst's code. */
export function quote(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return `"${escaped.replaceAll('\n', '\\n').replaceAll('\r', '').replaceAll('\t', '\\t')}"`;
}

/** A call in markup. The semicolon ends it, so that text that follows can't be taken for more arguments. */
export function call(name: string, args: readonly string[], content?: string): string {
  const list = args.length > 0 || content === undefined ? `(${args.join(', ')})` : '';
  return `#${name}${list}${content === undefined ? '' : `[${content}]`};`;
}

/** The name by which a heading can be linked to, as GitHub forms it. */
export function slug(heading: string): string {
  const words = heading.trim().toLowerCase();
  return words.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
}
