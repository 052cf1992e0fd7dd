// The idioms on the event loop: promises, AbortSignal, `using`.

export { race } from './race.ts';
