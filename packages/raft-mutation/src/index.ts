// Mutations: known mistakes put back into copies of the rules, and how each is detected.

export { mutatedTarget } from './mutated-cluster.ts';
