// The sources: which keys refs.bib offers. Typst reads the entries themselves; here they are only known by name, so
// that a wrong key can be reported with the line that cites it.

/** The citation keys of a BibTeX file, in the order of the file. */
export function citationKeys(bib: string): Set<string> {
  const keys = [...bib.matchAll(/^@(\w+)\s*\{\s*([^,\s]+)\s*,/gm)];
  return new Set(
    keys.filter(([, type]) => type?.toLowerCase() !== 'comment').map(([, , key]) => key as string),
  );
}
