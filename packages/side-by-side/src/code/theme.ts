// Kinds of code, told apart by scope. The theme's colours are no colours but the kinds' numbers; the page's style sheet has the colours.

import type { ThemeRegistrationRaw } from 'shiki';

/** One-letter classes of the page; code of no kind has none. */
export const kinds = ['c', 's', 'k', 't', 'n'] as const;
export type Kind = (typeof kinds)[number];

const scopes: Readonly<Record<Kind, readonly string[]>> = {
  c: ['comment', 'punctuation.definition.comment', 'string.quoted.docstring'],
  s: ['string', 'punctuation.definition.string', 'constant.character'],
  k: ['keyword', 'storage', 'keyword.operator.expression'],
  t: ['entity.name.type', 'support.type', 'support.class', 'storage.type.numeric', 'entity.other.inherited-class'],
  n: ['constant.numeric', 'constant.language'],
};

/** In no colour: operators are `keyword.operator` in the grammars. */
const plain = ['keyword.operator', 'storage.type.function.arrow', 'punctuation', 'meta.template.expression'];

export function numberOf(index: number): string {
  return `#00000${index + 1}`;
}

export const theme: ThemeRegistrationRaw = {
  name: 'kinds',
  type: 'light',
  fg: '#000000',
  bg: '#FFFFFF',
  settings: [
    { settings: { foreground: '#000000', background: '#FFFFFF' } },
    ...kinds.map((kind, index) => ({
      scope: [...scopes[kind]],
      settings: { foreground: numberOf(index) },
    })),
    { scope: plain, settings: { foreground: '#000000' } },
    {
      scope: ['keyword.operator.new', 'keyword.operator.expression'],
      settings: { foreground: numberOf(kinds.indexOf('k')) },
    },
  ],
};
