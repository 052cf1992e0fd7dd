// Queries of a log.

import { describe, expect, it } from 'vitest';
import { Log } from '../src/log.ts';

const logOf = (...terms: number[]) => new Log(terms.map((term) => ({ term, command: { type: 'noop' } })));

describe('a log', () => {
  it('begins with index 1, and has term 0 before it', () => {
    expect(logOf()).toMatchObject({ firstIndex: 1, lastIndex: 0, lastTerm: 0 });
    expect(logOf(3, 3, 5)).toMatchObject({ firstIndex: 1, lastIndex: 3, lastTerm: 5 });
  });

  it('matches an entry by index and term, and everything before the first', () => {
    const log = logOf(1, 1, 2);
    expect(log.matches(0, 0)).toBe(true);
    expect(log.matches(3, 2)).toBe(true);
    expect(log.matches(3, 1)).toBe(false);
    expect(log.matches(4, 2)).toBe(false);
  });

  it.each([
    { term: 1, first: 1, last: 3 },
    { term: 2, first: 4, last: 0 },
    { term: 4, first: 4, last: 5 },
    { term: 5, first: 6, last: 6 },
    { term: 9, first: 7, last: 0 },
  ])('finds where term $term begins, or would, and where it ends', ({ term, first, last }) => {
    const log = logOf(1, 1, 1, 4, 4, 5);
    expect(log.firstIndexOf(term)).toBe(first);
    expect(log.lastIndexOf(term)).toBe(last);
  });

  it('cuts off an entry and all that follow it', () => {
    const log = logOf(1, 2, 3, 4);
    log.truncateFrom(3);
    expect(log.slice(1).map(({ term }) => term)).toEqual([1, 2]);
  });

  it('hands out slices that later changes do not touch', () => {
    const log = logOf(1, 2, 3);
    const sent = log.slice(2);
    log.truncateFrom(2);
    log.append({ term: 9, command: { type: 'noop' } });
    expect(sent.map(({ term }) => term)).toEqual([2, 3]);
  });
});
