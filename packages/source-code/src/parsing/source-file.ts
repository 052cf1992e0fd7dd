// A parsed file, and the languages that are parsed.

import { extname } from 'node:path';
import { UnknownLanguage } from './errors.ts';
import type { SyntaxNode } from './syntax-node.ts';

export type Language = 'typescript' | 'go' | 'python';

/** A parsed file. */
export interface SourceFile {
  /** As given; for messages. */
  readonly path: string;
  readonly language: Language;
  readonly text: string;
  /** The root of its syntax tree. */
  readonly node: SyntaxNode;
}

const languages: Readonly<Record<string, Language>> = {
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.go': 'go',
  '.py': 'python',
};

/** @throws UnknownLanguage */
export function languageOf(path: string): Language {
  const language = languages[extname(path)];
  if (language === undefined) throw new UnknownLanguage(path);
  return language;
}
