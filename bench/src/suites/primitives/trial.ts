// A trial's process: measures all rows and the memory of one model. The specification comes on standard input; the result is the last
// line of standard output, a failure one line on standard error with exit code 1.

import { text } from 'node:stream/consumers';
import { measureModel } from './measure.ts';
import { describeHang } from './typescript-rows.ts';

const fail = (reason: string): void => {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
};

const hang = () => {
  fail(describeHang());
  process.exit();
};

process.once('beforeExit', hang);
try {
  process.stdout.write(`${JSON.stringify(await measureModel(JSON.parse(await text(process.stdin))))}\n`);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
process.off('beforeExit', hang);
