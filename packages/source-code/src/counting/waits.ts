// Waiting points: the places in the text at which a task may have to wait for others. docs/measuring-code.md has the rules.

import type { Language } from '../parsing/source-file.ts';
import { namedDescendants, type SyntaxNode } from '../parsing/syntax-node.ts';
import { type BlockingCalls, blockingCalls, type Model } from './blocking-calls.ts';
import { casesOfSelect, waitInGo } from './go-waits.ts';
import { nameOfBlockingCall } from './named-calls.ts';
import type { Part } from './part.ts';
import { waitInPython } from './python-waits.ts';
import { waitInTypeScript } from './typescript-waits.ts';

/** A waiting point. */
export interface Wait {
  readonly node: SyntaxNode;
  /** `await`, `yield*`, `receive`, `select`; of a call its name. */
  readonly kind: string;
  /** 1; of a Go `select` the number of its cases. */
  readonly cases: number;
}

type Find = (node: SyntaxNode, root: SyntaxNode, calls: BlockingCalls) => string | null;

/** What the syntax of each language shows; the blocking calls come on top. */
const waitsOf: Readonly<Record<Language, Find>> = {
  typescript: waitInTypeScript,
  go: (node, root) => (casesOfSelect(node) === null ? waitInGo(node, root) : 'select'),
  python: waitInPython,
};

/** The waiting points of a part, in the order of the text. */
export function waitsIn({ source, node }: Part, model: Model): Wait[] {
  const [waitIn, calls] = [waitsOf[source.language], blockingCalls[model]];
  return [...namedDescendants(node)].flatMap((inner) => {
    const kind = waitIn(inner, source.node, calls) ?? nameOfBlockingCall(inner, source.node, calls);
    return kind === null ? [] : [{ node: inner, kind, cases: casesOfSelect(inner) ?? 1 }];
  });
}
