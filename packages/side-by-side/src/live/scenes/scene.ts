// A scene: a world, and a script that leads it to a question.

import { type WorldSettings, worldSettings } from '../engine/settings.ts';
import type { Model, World } from '../engine/world.ts';
import type { Script } from './director.ts';

export interface Scene {
  readonly id: string;
  readonly title: string;
  readonly settings: Partial<WorldSettings>;
  readonly seed: number;
  /** Models on which it can be played; all without it. */
  readonly models?: readonly Model[];
  readonly script: Script;
}

export function worldOfScene({ settings, seed }: Scene, model: Model): World {
  return { model, seed, settings: worldSettings(settings), actions: [] };
}
