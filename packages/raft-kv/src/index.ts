// The replicated application: a map from id to name with client sessions (§8; dissertation §6.3), and its encoding.

export { Fnv1a } from './fnv.ts';
export type { Refusal } from './sessions.ts';
export { type Digest, StateMachine } from './state-machine.ts';
