import { expect, it } from 'vitest';
import { addressOf, type Ties } from '../src/ties/ties.ts';

const ties: Ties = {
  async: {
    'a.ts': [
      [3, 5, 'servers.html#run/1'],
      [6, 6, 'servers.html#run/2'],
    ],
  },
};

it('ties a line to the step that shows it', () => {
  expect(addressOf(ties, 'async', 'a.ts', 5)).toBe('servers.html#run/1');
  expect(addressOf(ties, 'async', 'a.ts', 6)).toBe('servers.html#run/2');
});

it('ties no line that no step shows', () => {
  expect(addressOf(ties, 'async', 'a.ts', 7)).toBeUndefined();
  expect(addressOf(ties, 'async', 'b.ts', 5)).toBeUndefined();
  expect(addressOf(ties, 'workers', 'a.ts', 5)).toBeUndefined();
});
