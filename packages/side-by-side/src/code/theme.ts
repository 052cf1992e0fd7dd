// Kinds of code, told apart by scope. The theme's colours are no colours but the kinds' numbers; the page's style sheet has the colours.

import type { ThemeRegistrationRaw } from 'shiki';

/** Few, so that the page is small and calm; code of no kind has no mark. */
const scopes = {
  comment: ['comment', 'punctuation.definition.comment', 'string.quoted.docstring'],
  string: ['string', 'punctuation.definition.string', 'constant.character'],
  keyword: ['keyword', 'storage'],
  type: ['entity.name.type', 'support.type', 'support.class', 'entity.other.inherited-class'],
} as const;

export type Kind = keyof typeof scopes;

export const kinds = Object.keys(scopes) as readonly Kind[];

/** In no colour: operators are `keyword.operator` in the grammars. */
const plain = ['keyword.operator', 'storage.type.function.arrow', 'punctuation', 'meta.template.expression'];

export function numberOf(kind: Kind): string {
  return `#00000${kinds.indexOf(kind) + 1}`;
}

export const theme: ThemeRegistrationRaw = {
  name: 'kinds',
  type: 'light',
  fg: '#000000',
  bg: '#FFFFFF',
  settings: [
    { settings: { foreground: '#000000', background: '#FFFFFF' } },
    ...kinds.map((kind) => ({ scope: [...scopes[kind]], settings: { foreground: numberOf(kind) } })),
    { scope: plain, settings: { foreground: '#000000' } },
    {
      scope: ['keyword.operator.new', 'keyword.operator.expression'],
      settings: { foreground: numberOf('keyword') },
    },
  ],
};
