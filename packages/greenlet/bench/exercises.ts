// The exercises.

import { handOff } from './hand-off.ts';
import type { Exercise } from './measure.ts';
import { spawnAndJoin } from './spawn-and-join.ts';

export const exercises: readonly Exercise[] = [handOff, spawnAndJoin];
