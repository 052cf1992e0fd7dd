// Selecting steps: by pointer, by keyboard, by address.

export interface Steps {
  readonly selected: HTMLElement | null;
  /** @param into whether to bring it into view */
  select(step: HTMLElement | null, into: boolean): void;
  move(by: 1 | -1): void;
}

/** @param changed called after each change that the reader makes */
export function stepsOf(page: Document, changed: () => void): Steps {
  const all = [...page.querySelectorAll<HTMLElement>('article')];
  let selected: HTMLElement | null = null;

  function select(step: HTMLElement | null, into: boolean): void {
    selected?.classList.remove('lit');
    selected?.removeAttribute('aria-current');
    selected = step;
    if (step === null) return;
    step.classList.add('lit');
    step.setAttribute('aria-current', 'step');
    if (into) step.scrollIntoView({ block: 'nearest' });
  }

  function choose(step: HTMLElement | null, into = false): void {
    if (step === selected) return;
    select(step, into);
    changed();
  }

  page.addEventListener('click', ({ target }) => {
    const step = (target as Element).closest('article');
    const isSelectingText = getSelection()?.isCollapsed === false;
    if (step !== null && !isSelectingText) choose(step);
  });
  page.addEventListener('focusin', ({ target }) => {
    const element = target as Element;
    if (element.matches('article:focus-visible, article :focus-visible')) choose(element.closest('article'));
  });
  return {
    get selected() {
      return selected;
    },
    select,
    move(by) {
      const at = selected === null ? firstInSight(all) - (by === 1 ? 1 : 0) : all.indexOf(selected);
      const step = all[at + by];
      if (step === undefined) return;
      choose(step, true);
      step.focus({ preventScroll: true });
    },
  };
}

function firstInSight(steps: readonly HTMLElement[]): number {
  const at = steps.findIndex((step) => step.getBoundingClientRect().bottom > 150);
  return at < 0 ? steps.length - 1 : at;
}
