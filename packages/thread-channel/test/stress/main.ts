// `pnpm stress --seconds 300`: the stress test for the given time (60 s by default).

import { parseArgs } from 'node:util';
import { stress } from './stress.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } });
const seconds = Number(values.seconds);
if (!(seconds > 0)) {
  console.error(`--seconds ${values.seconds}: give a positive number of seconds`);
  process.exit(2);
}
const { received, receivers, senders } = await stress({ seconds });
console.log(`${received} messages checked, received by ${receivers} threads, sent by ${senders}: no fault`);
