// HTML as text.

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => entities[character]!);
}

/** Prose with `code` in backticks. */
export function prose(text: string): string {
  return escape(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

/** The same without marks, for the search. */
export function plain(text: string): string {
  return text.replaceAll('`', '');
}
