// Copying a column of a function: its code as in the files, without numbers and notes.

/** Adds a button to the head of each column. */
export function addCopyButtons(page: Document): void {
  for (const head of page.querySelectorAll<HTMLElement>('.heads > :has(a)')) {
    const button = page.createElement('button');
    const column = head.className;
    button.type = 'button';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', `Copy the code of ${head.querySelector('strong')!.textContent}`);
    button.addEventListener('click', () => void copy(button, codeOf(head.closest('.entry')!, column)));
    head.querySelector('span')!.append(button);
  }
}

async function copy(button: HTMLButtonElement, code: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(code);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Not allowed';
  }
  setTimeout(() => {
    button.textContent = 'Copy';
  }, 1500);
}

interface Lines {
  readonly file: string;
  readonly start: number;
  readonly lines: readonly string[];
}

/** The column's code in the order of its files, which need not be that of the steps. */
export function codeOf(entry: Element, column: string): string {
  const lists = [...entry.querySelectorAll<HTMLOListElement>(`.cells > .${column} ol`)];
  const parts = lists.map((list): Lines => {
    const before = list.previousElementSibling;
    const file = before?.className === 'file' ? before.textContent : '';
    return { file, start: list.start, lines: [...list.children].map((item) => lineOf(item, column)) };
  });
  const files = Map.groupBy(parts, ({ file }) => file);
  return [...files.values()].map(joined).join('\n\n').concat('\n');
}

function joined(parts: readonly Lines[]): string {
  const ordered = parts.toSorted((a, b) => a.start - b.start);
  return ordered
    .map(({ start, lines }, index) => {
      const before = ordered[index - 1];
      const follows = before === undefined || before.start + before.lines.length === start;
      return (follows ? '' : '\n') + lines.join('\n');
    })
    .join('\n');
}

function lineOf(item: Element, column: string): string {
  const number = item.querySelector(':scope > a')?.textContent ?? '';
  const depth = Number(/\bd(\d+)/.exec(item.className)?.[1] ?? 0);
  const indent = column === 'goroutines' ? '\t'.repeat(depth / 2) : ' '.repeat(depth);
  return indent + item.textContent.slice(number.length).replace(/\n$/, '');
}
