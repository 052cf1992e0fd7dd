// Types for the two packages that ship none: as much of them as the paper uses.

declare module 'markdown-pdf' {
  import type { Transform } from 'node:stream';

  export interface MarkdownPdfOptions {
    /** Handed on to the executable. */
    cwd: string;
    /** The executable that turns HTML into PDF. */
    phantomPath: string;
    preProcessHtml: () => Transform;
    remarkable: {
      preset: string;
      html: boolean;
      breaks: boolean;
      syntax: readonly string[];
      plugins: readonly ((parser: never) => void)[];
      highlight: () => string;
    };
  }

  export default function markdownPdf(options: MarkdownPdfOptions): NodeJS.ReadWriteStream;
}

declare module 'remarkable' {
  import type { MarkdownParser } from './markdown-parser.ts';

  type Part = { ruler: { enable(rules: string | readonly string[]): void } };

  export class Remarkable {
    constructor(preset: string, options: object);
    readonly core: Part & MarkdownParser['core'];
    readonly block: Part;
    readonly inline: Part & MarkdownParser['inline'];
    use(plugin: (parser: never) => void): void;
    render(markdown: string): string;
  }
}
