// The page's script: what it adds to a page that can be read without it. Columns are kept between one and five, a step can be selected,
// the address names the view; code can be copied, and everything searched.

import './styles/page.css';
import './styles/code.css';
import './styles/layout.css';
import './styles/tools.css';
import { formatHash, parseHash } from './address.ts';
import { columnsOf } from './columns.ts';
import { addCopyButtons } from './copy.ts';
import { linkLines } from './line-links.ts';
import { addSearch } from './search.ts';
import { stepsOf } from './steps.ts';
import { addThemeButton } from './theme-button.ts';

document.documentElement.classList.add('scripted');
const tools = document.querySelector('.tools')!;
const openSearch = addSearch(document, tools);
addThemeButton(document, tools);
followHeight(document.querySelector<HTMLElement>('.top')!);
addCopyButtons(document);
linkLines(document);
const columns = columnsOf(document, showAddress);
const steps = stepsOf(document, showAddress);

/** The heads of the columns stay below the bar, however many lines it has. */
function followHeight(bar: HTMLElement): void {
  const follow = () => {
    const isSticky = getComputedStyle(bar).position === 'sticky';
    document.documentElement.style.setProperty('--top', isSticky ? `${bar.offsetHeight}px` : '0px');
  };
  new ResizeObserver(follow).observe(bar);
  follow();
}

function showAddress(): void {
  const [entry = null, step] = steps.selected?.id.split('/') ?? [parseHash(location.hash).entry ?? undefined];
  const chosen = columns === null || columns.areDefault ? null : columns.shown;
  const hash = formatHash({ entry, step: step === undefined ? null : Number(step), columns: chosen });
  history.replaceState(null, '', hash === '' ? location.pathname : hash);
}

function showView(): void {
  const { entry, step, columns: chosen } = parseHash(location.hash);
  if (chosen !== null) columns?.choose(chosen);
  const place = document.getElementById(step === null ? (entry ?? '') : `${entry}/${step}`);
  steps.select(place instanceof HTMLElement && place.matches('article') ? place : null, false);
  place?.scrollIntoView();
}

addEventListener('hashchange', showView);
if (location.hash !== '') showView();

document.addEventListener('keydown', (event) => {
  const target = event.target as Element;
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest('dialog, input:not([type=checkbox])'))
    return;
  const isInStep =
    steps.selected !== null && (target.closest('article') !== null || target === document.body);
  if (event.key === '/') openSearch();
  else if (event.key === 'j' || (event.key === 'ArrowDown' && isInStep)) steps.move(1);
  else if (event.key === 'k' || (event.key === 'ArrowUp' && isInStep)) steps.move(-1);
  else if (event.key === 'ArrowRight' && columns?.isSingle) columns.next(1);
  else if (event.key === 'ArrowLeft' && columns?.isSingle) columns.next(-1);
  else if (event.key === 'Escape' && steps.selected !== null) {
    steps.select(null, false);
    showAddress();
  } else return;
  event.preventDefault();
});
