// A page of the site: a complete document, and the files beside it that it loads.

export interface Page {
  /** Name of its file, such as `servers.html`; also its address in the site. */
  readonly path: string;
  /** As the pages' navigation names it. */
  readonly title: string;
  /** Rank in the navigation. */
  readonly rank: number;
  readonly html: string;
  /** Further files, by name: scripts, styles, data that is loaded only when asked for. */
  readonly assets: ReadonlyMap<string, string | Uint8Array>;
}
