// The little of Remarkable's plugin interface that the paper uses. Remarkable comes with markdown-pdf, which parses
// the Markdown; it ships no types of its own.

export interface Token {
  type: string;
  level: number;
  /** First line and the line after the last, counted from 0. Missing on table cells and closing tokens. */
  lines?: [number, number];
  content?: string;
  children?: Token[];
  /** Of `citation` tokens. */
  citation?: Citation;
}

export interface Citation {
  keys: string[];
  /** What `[@key, Section 5]` says after the comma. */
  supplement: string;
}

export interface InlineState {
  src: string;
  pos: number;
  posMax: number;
  level: number;
  push(token: Token): void;
}

export interface CoreState {
  tokens: Token[];
}

interface Ruler<Rule> {
  before(name: string, rule: string, run: Rule): void;
  after(name: string, rule: string, run: Rule): void;
}

export interface MarkdownParser {
  inline: { ruler: Ruler<(state: InlineState, silent: boolean) => boolean> };
  core: { ruler: Ruler<(state: CoreState) => void> };
  renderer: { rules: Record<string, (tokens: Token[], index: number) => string> };
}

export type MarkdownPlugin = (parser: MarkdownParser) => void;
