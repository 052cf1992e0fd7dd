// The search dialog. Its index is a file of its own, loaded when the dialog is opened first.

import { type Indexed, search } from './search-match.ts';

declare global {
  var searchIndex: readonly Indexed[] | undefined;
}

/** Adds a button that opens the dialog; `/` opens it too. Returns the opener. */
export function addSearch(page: Document, tools: Element): () => void {
  const dialog = page.createElement('dialog');
  dialog.className = 'search';
  dialog.innerHTML =
    '<form method=dialog><input type=search aria-label="Search functions, steps and notes" placeholder="Search functions, steps and notes" autocomplete=off><button>Close</button></form><p role=status></p><ul></ul>';
  const [input, list, status] = ['input', 'ul', 'p'].map((name) => dialog.querySelector(name)!) as [
    HTMLInputElement,
    HTMLElement,
    HTMLElement,
  ];
  const show = () => {
    const found = search(globalThis.searchIndex ?? [], input.value, most);
    list.replaceChildren(...found.map((item) => resultOf(page, item)));
    status.textContent = input.value.trim() === '' ? '' : resultsInWords(found.length);
  };
  input.addEventListener('input', show);
  list.addEventListener('click', () => dialog.close());
  dialog.addEventListener('keydown', (event) => moveFocus(event, input, list));
  page.body.append(dialog);
  const open = () => {
    dialog.showModal();
    input.select();
    if (globalThis.searchIndex === undefined) load(page, show);
  };
  const button = page.createElement('button');
  button.type = 'button';
  button.innerHTML = 'Search <kbd>/</kbd>';
  button.addEventListener('click', open);
  tools.append(button);
  return open;
}

const most = 12;

function resultsInWords(count: number): string {
  if (count === 0) return 'Nothing has these words.';
  return count === most ? `The ${most} best matches` : `${count} found`;
}

/** As a script, since files can't be fetched from file://. */
function load(page: Document, done: () => void): void {
  const script = page.createElement('script');
  script.src = 'search-index.js';
  script.addEventListener('load', done);
  page.head.append(script);
}

function resultOf(page: Document, { to, in: place, title, text }: Indexed): HTMLElement {
  const item = page.createElement('li');
  const link = page.createElement('a');
  const [where, excerpt] = [page.createElement('small'), page.createElement('span')];
  link.href = to;
  where.textContent = place;
  excerpt.textContent = text;
  link.append(title, where, excerpt);
  item.append(link);
  return item;
}

/** Up and down go through the results; Enter in the input opens the first. */
function moveFocus(event: KeyboardEvent, input: HTMLInputElement, list: Element): void {
  const links = [...list.querySelectorAll('a')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (event.key === 'ArrowDown') links[Math.min(at + 1, links.length - 1)]?.focus();
  else if (event.key === 'ArrowUp') (at > 0 ? links[at - 1]! : input).focus();
  else if (event.key === 'Enter' && document.activeElement === input) links[0]?.click();
  else return;
  event.preventDefault();
}
