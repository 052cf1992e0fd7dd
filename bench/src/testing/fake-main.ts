// The bench with fake targets, as a process of its own: for tests of its signals. The target `hanging` leaves the
// process id of its trial in the file that PID_FILE names.

import { runBench } from '../process.ts';
import { suites } from '../suites/suites.ts';
import { fakeTarget } from './fake-targets.ts';

const pidFile = process.env.PID_FILE ?? '';
const targets = [fakeTarget('prompt', 'ok'), fakeTarget('hanging', 'hang', pidFile)];
await runBench({ suites, targets, calibrate: async () => [], lockFile: process.env.LOCK_FILE });
