// The rules of Figure 2 against the vectors that every language reads.

import { describe, it } from 'vitest';
import { play, vectors } from './vectors.ts';

describe.each(vectors())('$file: $description', ({ cases }) => {
  it.each(cases.map((vector) => [vector.section, vector.name, vector] as const))(
    '%s: %s',
    (_section, _name, vector) => {
      play(vector);
    },
  );
});
