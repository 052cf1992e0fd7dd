// The entry point of `pnpm bench`.

import { runBench } from './process.ts';
import { calibrate } from './run/calibration.ts';
import { machineLock } from './run/lock.ts';
import { idealTarget, targets } from './run/targets.ts';
import { suites } from './suites/suites.ts';

await runBench({ suites, targets, calibrate, ideal: idealTarget, lockFile: machineLock });
