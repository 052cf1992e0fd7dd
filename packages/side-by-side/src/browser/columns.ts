// The choice of columns. The style sheet hides what is not checked; this keeps the choice between one and five, and on a phone at one.

const most = 5;

export interface Columns {
  /** Those that are shown, in the page's order. */
  readonly shown: readonly string[];
  /** Whether they are the ones that the page shows by itself. */
  readonly areDefault: boolean;
  /** Whether one is shown at a time. */
  readonly isSingle: boolean;
  choose(names: readonly string[]): void;
  /** Shows the neighbour of the only one. */
  next(by: 1 | -1): void;
}

const phone = matchMedia('(max-width: 44rem)');
const narrow = matchMedia('(max-width: 75rem)');

/** @param changed called after each change that the reader makes */
export function columnsOf(page: Document, changed: () => void): Columns | null {
  const boxes = [...page.querySelectorAll<HTMLInputElement>('.chooser input')];
  if (boxes.length < 2) return null;
  const own = boxes.filter(({ defaultChecked }) => defaultChecked).map(({ value }) => value);
  let wide: readonly string[] = defaults();
  let current: readonly string[] = wide;

  /** What fits: all of the chapter's choice, or its first, its second and the reference. */
  function defaults(): readonly string[] {
    return narrow.matches && own.length > 3 ? [...own.slice(0, 2), own.at(-1)!] : own;
  }

  function show(names: readonly string[]): void {
    const known = boxes.filter(({ value }) => names.includes(value)).slice(0, phone.matches ? 1 : most);
    const chosen = known.length > 0 ? known : boxes.slice(0, 1);
    for (const box of boxes) box.checked = chosen.includes(box);
    for (const box of boxes)
      box.disabled = !phone.matches && (box.checked ? chosen.length === 1 : chosen.length === most);
    page.documentElement.dataset.columns = String(chosen.length);
    current = chosen.map(({ value }) => value);
    if (!phone.matches) wide = current;
  }

  function shown(): readonly string[] {
    return boxes.filter(({ checked }) => checked).map(({ value }) => value);
  }

  function change({ target }: Event): void {
    const wanted = phone.matches ? [(target as HTMLInputElement).value] : shown();
    show(current); // the box has changed the layout already: the place is that before
    keepingPlace(page, () => show(wanted));
    changed();
  }

  for (const box of boxes) box.addEventListener('change', change);
  phone.addEventListener('change', () => show(wide));
  show(wide);
  return {
    get shown() {
      return shown();
    },
    get areDefault() {
      return !phone.matches && shown().join() === defaults().join();
    },
    get isSingle() {
      return phone.matches;
    },
    choose: show,
    next(by) {
      const at = boxes.findIndex(({ checked }) => checked);
      const box = boxes[at + by];
      if (box === undefined) return;
      keepingPlace(page, () => show([box.value]));
      box.labels?.[0]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      changed();
    },
  };
}

/** Changes the layout; the step at the top of the window, or the selected one if it is in sight, stays where it is. */
function keepingPlace(page: Document, change: () => void): void {
  const isInSight = (step: Element) => {
    const { top, bottom } = step.getBoundingClientRect();
    return bottom > 100 && top < innerHeight;
  };
  const steps = [...page.querySelectorAll('article')].filter(isInSight);
  const anchor = steps.find((step) => step.classList.contains('lit')) ?? steps[0];
  const before = anchor?.getBoundingClientRect().top;
  change();
  if (anchor !== undefined && before !== undefined)
    scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: 'instant' });
}
