// The sources with probes as data for the page: their lines, and what the places of the probes are.

import type { Model } from '../engine/world.ts';
import type { ModelSources } from '../view/source-lines.ts';
import type { ProbedFunction } from './instrument.ts';
import { probedSources } from './probed-sources.ts';

export function sourceData(model: Model): ModelSources {
  const { files, places } = probedSources(model);
  const functions: ProbedFunction[] = [];
  const packed = places.map(({ function: probed, line }): [number, number] => {
    if (functions.at(-1) !== probed) functions.push(probed);
    return [functions.length - 1, line];
  });
  const names = files.map(({ file }) => file);
  return {
    files: files.map(({ file, text }) => ({ file, lines: text.split('\n') })),
    functions: functions.map(({ file, name, start, end }) => [names.indexOf(file), name, start, end]),
    places: packed,
  };
}
