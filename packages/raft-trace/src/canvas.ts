// One line of a picture: styled characters at columns. All characters are one column wide: digits, letters and box drawing, never
// user input.

import type { Paint, Style } from './paint.ts';

export class Canvas {
  private readonly characters: string[] = [];
  private readonly styles: (Style | null)[] = [];

  get width(): number {
    return this.characters.length;
  }

  put(place: number, text: string, style: Style | null = null): void {
    while (this.characters.length < place) {
      this.characters.push(' ');
      this.styles.push(null);
    }
    for (const character of text) {
      this.characters[place] = character;
      this.styles[place] = style;
      place += 1;
    }
  }

  /** The line without trailing spaces. */
  toString(paint: Paint): string {
    const end = this.characters.findLastIndex((character) => character !== ' ') + 1;
    let line = '';
    for (let from = 0; from < end; ) {
      const style = this.styles[from]!;
      let to = from + 1;
      while (to < end && this.styles[to] === style) to += 1;
      const text = this.characters.slice(from, to).join('');
      line += style === null ? text : paint(style, text);
      from = to;
    }
    return line;
  }
}

/** The first label that fits; if none does, the last one truncated. */
export function longestFitting(labels: readonly string[], width: number): string {
  return labels.find((label) => label.length <= width) ?? truncate(labels.at(-1)!, width);
}

export function truncate(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
