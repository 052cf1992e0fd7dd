// One line of a picture: characters at places, each with its style. Every character here is as wide as any other: they are
// digits, letters and box drawings, never what a user typed.

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

  /** The line, without spaces at its end. */
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

/** The longest of several ways to say something that fits; the last one is cut if none does. */
export function fitting(ways: readonly string[], width: number): string {
  return ways.find((way) => way.length <= width) ?? cut(ways.at(-1)!, width);
}

export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
