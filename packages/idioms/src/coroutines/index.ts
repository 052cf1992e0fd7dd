// The idioms on coroutines: greenlets, their queues, channels and events.

export { race } from './race.ts';
