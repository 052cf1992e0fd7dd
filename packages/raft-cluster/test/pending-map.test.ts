// A PendingMap does what a Map does, and needs no more slots than the distance of its keys.

import { PendingMap } from '@three-ways/raft-cluster';
import { seededRandom } from '@three-ways/raft-core';
import { describe, expect, it } from 'vitest';

function contents<V>(map: Iterable<[number, V]>): [number, V][] {
  return [...map].toSorted(([a], [b]) => a - b);
}

describe('PendingMap', () => {
  it('agrees with Map on ten thousand random operations, from any first key', () => {
    for (const first of [0, 1, 2 ** 31 - 50, 2 ** 32 - 50, 2 ** 48]) {
      const random = seededRandom(7);
      const [map, model] = [new PendingMap<number>(), new Map<number, number>()];
      let last = first;
      for (let i = 0; i < 10_000; i++) {
        if (random() < 0.5) {
          last += Math.floor(random() * 3);
          map.set(last, i);
          model.set(last, i);
        }
        const key = last - Math.floor(random() * 60);
        expect(map.has(key)).toBe(model.has(key));
        expect(map.get(key)).toBe(model.get(key));
        if (random() < 0.7) {
          map.delete(key);
          model.delete(key);
        }
      }
      expect(contents(map)).toEqual(contents(model));
    }
  });

  it('keeps an old key while a hundred thousand later ones come and go', () => {
    const map = new PendingMap<string>();
    map.set(1, 'old');
    for (let key = 2; key < 100_000; key++) {
      map.set(key, 'new');
      map.delete(key);
    }
    expect(contents(map)).toEqual([[1, 'old']]);
  });

  it('replaces the value of a key', () => {
    const map = new PendingMap<string>();
    map.set(5, 'a');
    map.set(5, 'b');
    expect(contents(map)).toEqual([[5, 'b']]);
  });

  it('visits each pair once while pairs are deleted', () => {
    const map = new PendingMap<number>();
    for (let key = 100; key < 200; key++) map.set(key, key);
    let visits = 0;
    for (const [key] of map) {
      visits++;
      map.delete(key);
    }
    expect(visits).toBe(100);
    expect(contents(map)).toEqual([]);
  });
});
