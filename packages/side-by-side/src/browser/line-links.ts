// Each line number leads to its line. Without the script only the first of a piece does, as a link.

/** Widest number with its space (characters). */
const gutter = 3.6;

export function linkLines(page: Document): void {
  page.addEventListener('click', ({ target, clientX }) => {
    const item = (target as Element).closest('ol li');
    if (item === null || (target as Element).closest('a') !== null) return;
    const width = gutter * 0.6 * Number.parseFloat(getComputedStyle(item).fontSize);
    if (clientX - item.getBoundingClientRect().left > width) return;
    const address = addressOfLine(item);
    if (address !== null) location.assign(address);
  });
}

/** The address of a line, made from that of the first of its piece. */
export function addressOfLine(item: Element): string | null {
  const list = item.parentElement as HTMLOListElement;
  const link = list.querySelector<HTMLAnchorElement>(':scope > li > a');
  if (link === null) return null;
  let number = list.start;
  for (const each of list.children) {
    const value = each.getAttribute('value');
    if (value !== null) number = Number(value);
    if (each === item) break;
    number += 1;
  }
  return link.href.replace(/#L\d+(?:-L\d+)?$/, `#L${number}`);
}
