// Traces of runs: reading, checking, drawing, summarizing and comparing them.

export { main } from './cli.ts';
