// HTML as text.

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => entities[character]!);
}

/** As the content of an element, where quotes and > stand for themselves. */
export function escapeContent(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Prose with `code` in backticks. */
export function prose(text: string): string {
  return escapeContent(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

/** The same without marks, for the search. */
export function plain(text: string): string {
  return text.replaceAll('`', '');
}
