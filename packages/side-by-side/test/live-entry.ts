// What a bundle with probes needs to hold to run a world.

export { Run } from '../src/live/engine/run.ts';
export { machines } from '../src/live/models/machines.ts';
export { scenes } from '../src/live/scenes/all.ts';
export { Director } from '../src/live/scenes/director.ts';
export { worldOfScene } from '../src/live/scenes/scene.ts';
