// The search, on the page's own index.

import { describe, expect, it } from 'vitest';
import { search } from '../src/browser/search-match.ts';
import { chapters } from '../src/chapters/chapters.ts';
import { searchIndex } from '../src/page/search-index.ts';

const index = searchIndex(chapters);

describe('the search', () => {
  it('finds functions by their titles first', () => {
    expect(search(index, 'campaign', 12)[0]).toMatchObject({ to: 'servers.html#campaign' });
  });

  it('finds steps and notes, whatever the case', () => {
    expect(search(index, 'FIGURE 8', 12).map(({ to }) => to)).toContain('rules.html#commit/1');
  });

  it('wants every word', () => {
    expect(search(index, 'campaign zebra', 12)).toEqual([]);
  });

  it('finds nothing for no words', () => {
    expect(search(index, '  ', 12)).toEqual([]);
  });
});
