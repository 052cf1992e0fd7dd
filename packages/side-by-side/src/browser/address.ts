// The address of a view: `#campaign/2;async,goroutines` is the second step of `campaign` in these columns. Every part may be missing.

export interface View {
  /** Id of a function; null for the chapter's beginning. */
  readonly entry: string | null;
  /** Number of a step, from 1; null for the whole function. */
  readonly step: number | null;
  /** Null: the chapter's own choice. */
  readonly columns: readonly string[] | null;
}

export function parseHash(hash: string): View {
  const [place = '', columns = ''] = decodeURIComponent(hash.replace(/^#/, '')).split(';');
  const [entry = '', step = ''] = place.split('/');
  return {
    entry: entry === '' ? null : entry,
    step: /^[1-9]\d*$/.test(step) ? Number(step) : null,
    columns: columns === '' ? null : columns.split(','),
  };
}

export function formatHash({ entry, step, columns }: View): string {
  const place = entry === null ? '' : step === null ? entry : `${entry}/${step}`;
  const hash = columns === null ? place : `${place};${columns.join(',')}`;
  return hash === '' ? '' : `#${hash}`;
}
