// What a bundle with probes needs to hold to run a world.

export { Run } from '../src/live/engine/run.ts';
export { machines } from '../src/live/models/machines.ts';
