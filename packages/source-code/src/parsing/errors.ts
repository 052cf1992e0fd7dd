// What can be wrong with a source, or with a name in it.

/** A file in a language that is not parsed here. */
export class UnknownLanguage extends Error {
  override readonly name = 'UnknownLanguage';

  constructor(path: string) {
    super(`${path} is not in a known language: give a file that ends in .ts, .go or .py`);
  }
}

/** A source that the grammar does not understand; figures or listings of it would be wrong. */
export class SyntaxFault extends Error {
  override readonly name = 'SyntaxFault';
  readonly path: string;
  readonly line: number;

  constructor(path: string, line: number, text: string) {
    super(`${path}:${line}: the grammar does not understand '${text}': correct it or write it otherwise`);
    this.path = path;
    this.line = line;
  }
}

/** A symbol that its file does not have. */
export class UnknownSymbol extends Error {
  override readonly name = 'UnknownSymbol';
  readonly symbol: string;

  /** @param similar names in the file whose last part is the same */
  constructor(path: string, symbol: string, similar: readonly string[]) {
    const hint = similar.length > 0 ? `: there is ${similar.join(', ')}` : '';
    super(`${path} has no symbol ${symbol}${hint}`);
    this.symbol = symbol;
  }
}

/** A symbol that its file has more than once. */
export class AmbiguousSymbol extends Error {
  override readonly name = 'AmbiguousSymbol';
  readonly symbol: string;

  constructor(path: string, symbol: string, lines: readonly number[]) {
    super(`${path} has the symbol ${symbol} ${lines.length} times, in lines ${lines.join(', ')}`);
    this.symbol = symbol;
  }
}
