// Addresses of views.

import { describe, expect, it } from 'vitest';
import { formatHash, parseHash, type View } from '../src/browser/address.ts';

describe('the address of a view', () => {
  it.each<[string, View]>([
    ['', { entry: null, step: null, columns: null }],
    ['#campaign', { entry: 'campaign', step: null, columns: null }],
    ['#campaign/2', { entry: 'campaign', step: 2, columns: null }],
    ['#campaign/2;async,goroutines', { entry: 'campaign', step: 2, columns: ['async', 'goroutines'] }],
    ['#;workers', { entry: null, step: null, columns: ['workers'] }],
  ])('%s names it, and is made from it', (hash, view) => {
    expect(parseHash(hash)).toEqual(view);
    expect(formatHash(view)).toBe(hash);
  });

  it('names no step that is no number', () => {
    expect(parseHash('#campaign/two').step).toBeNull();
    expect(parseHash('#campaign/0').step).toBeNull();
  });

  it('is read also as a mail program may have escaped it', () => {
    expect(parseHash('#campaign%2F2%3Basync').step).toBe(2);
  });
});
