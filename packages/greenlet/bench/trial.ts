// One trial: exercise and subject are named on the command line; prints the time.

import { exercises } from './exercises.ts';
import { runTrial } from './measure.ts';

const [, , title, name] = process.argv;
const subject = exercises
  .find((exercise) => exercise.title === title)
  ?.subjects.find((subject) => subject.name === name);
if (subject === undefined) throw new Error(`there is no subject ${name} of an exercise ${title}`);
console.log(await runTrial(subject));
