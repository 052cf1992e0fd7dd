// Searching functions, steps and notes: every word must be there, and titles count more than notes.

/** A function or a step. */
export interface Indexed {
  /** Its address. */
  readonly to: string;
  /** Its chapter, or its function and chapter. */
  readonly in: string;
  readonly title: string;
  readonly text: string;
}

/** The best matches first, at most `most`; nothing for no words. */
export function search(index: readonly Indexed[], words: string, most: number): Indexed[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  return index
    .map((item) => ({ item, score: scoreOf(item, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ item }) => item);
}

function scoreOf(item: Indexed, wanted: readonly string[]): number {
  const [title, text] = [item.title.toLowerCase(), `${item.in} ${item.text}`.toLowerCase()];
  let score = item.to.includes('/') ? 0 : 4; // a function before its steps
  for (const word of wanted) {
    if (title.startsWith(word)) score += 8;
    else if (title.includes(word)) score += 5;
    else if (text.includes(word)) score += 1;
    else return 0;
  }
  return score;
}
