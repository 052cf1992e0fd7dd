// The majority against its definition: sort the numbers, and take the one that a majority has reached.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Majority } from '../src/majority.ts';

const raises = fc.array(fc.record({ voter: fc.nat(), by: fc.integer({ min: 1, max: 3 }) }), {
  maxLength: 40,
});

it('after any raises the value is the median of the sorted numbers', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { minLength: 1, maxLength: 9 }), raises, (initial, raises) => {
      const numbers = [...initial];
      const majority = new Majority(numbers);
      for (const { voter, by } of raises) {
        const i = voter % numbers.length;
        majority.raise(numbers[i]!, numbers[i]! + by);
        numbers[i]! += by;
        const fewest = Math.floor(numbers.length / 2) + 1;
        expect(majority.value).toBe(numbers.toSorted((a, b) => b - a)[fewest - 1]);
      }
    }),
  );
});
