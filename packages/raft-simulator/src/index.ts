// Simulation of whole clusters over the real rules in virtual time. A seed determines a run.

export { Draw } from './draw.ts';
export { generate } from './generate.ts';
export type { Rules } from './rules.ts';
export { Simulation } from './simulation.ts';
export { type Invariant, Violation } from './violation.ts';
