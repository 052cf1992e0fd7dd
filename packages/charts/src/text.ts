// Widths of text, estimated: nothing here can measure a font. Sans-serif faces differ by a few percent; these are those of a wide one.

/** Size of all text in a chart (px). */
export const fontSize = 12;

/** Line height (px). */
export const lineHeight = 16;

/** Widths of letters (em); all others have `usual`. */
const widths: readonly (readonly [letters: ReadonlySet<string>, em: number])[] = [
  [new Set("iljI.,:;'|! "), 0.33],
  [new Set('ftr()[]/-'), 0.41],
  [new Set('mwMWGOQD%×–—…+'), 0.86],
];
const usual = 0.63;

/** Width of a line of text in the charts' size (px). */
export function widthOf(text: string): number {
  let em = 0;
  for (const letter of text) em += widths.find(([letters]) => letters.has(letter))?.[1] ?? usual;
  return em * fontSize;
}

/** The text, or as much of it as fits with an ellipsis. */
export function shorten(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = text;
  while (kept.length > 1 && widthOf(`${kept}…`) > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}

/** The text, or its beginning and its end about an ellipsis: labels of rows that begin alike, such as one of each engine, stay apart. */
export function shortenInside(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let [head, tail] = [text.slice(0, text.length >> 1), text.slice(text.length >> 1)];
  while (head.length > 1 && widthOf(`${head}…${tail}`) > width) {
    if (head.length > tail.length) head = head.slice(0, -1);
    else tail = tail.slice(1);
  }
  return `${head.trimEnd()}…${tail.trimStart()}`;
}
