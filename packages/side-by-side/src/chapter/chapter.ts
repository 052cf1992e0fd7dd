// What a chapter of the page says, as data: its functions, the columns in which each stands, and the steps that the columns share. The code
// itself is never here: `listing` takes it out of the sources by these names.

/** A column of code: a concurrency model, or for the rules a language. Go is `goroutines` everywhere. */
export type Column =
  | 'async'
  | 'coroutines'
  | 'workers'
  | 'processes'
  | 'python-threads'
  | 'python-gevent'
  | 'typescript'
  | 'goroutines';

/** An honest gap: why a model needs nothing, or has nothing, in this place. */
export interface Gap {
  readonly none: string;
}

export function none(reason: string): Gap {
  return { none: reason };
}

/**
 * Values by column. A key may name several columns (`'async workers'`) or, as `*`, those that no other key names.
 */
export type ByColumn<T> = Readonly<Record<string, T>>;

/**
 * Where a step begins: code of its first statement, as it stands in the symbol, whatever its spaces and line breaks. It must
 * be there exactly once. The step goes on to the next step. Several, if the step is in several places.
 */
export type Anchor = string | readonly string[];

export interface Step {
  readonly title: string;
  readonly in: ByColumn<Anchor | Gap>;
  /** What differs between the columns, and why. `code` in backticks. */
  readonly why: string;
  /** What goes wrong if the step is left out. */
  readonly without: string;
  /** The mutation of the mutation tests that leaves it out, by name. */
  readonly mutation?: string;
  /** Why a column has the step in another place than the others. */
  readonly elsewhere?: ByColumn<string>;
}

export interface Entry {
  /** Part of the address: `campaign`. */
  readonly id: string;
  readonly title: string;
  /** What to look for, in a sentence or two. */
  readonly about: string;
  /** The parts that a column shows, `FILE#SYMBOL`, in the order of their rows; or why it has none. */
  readonly columns: ByColumn<readonly string[] | Gap>;
  readonly steps: readonly Step[];
  /** Its row in the bench's suite `primitives`, and what a unit is there. */
  readonly measured?: { readonly row: string; readonly unit: string };
}

export interface Chapter {
  /** Name of its page: `servers`. */
  readonly id: string;
  readonly title: string;
  /** As the navigation has it. */
  readonly short: string;
  readonly about: readonly string[];
  /** All its columns, Go last; each of its functions has or explains each. */
  readonly columns: readonly Column[];
  /** The columns that are shown at first. */
  readonly shown: readonly Column[];
  readonly entries: readonly Entry[];
}
