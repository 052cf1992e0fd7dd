// The sources with probes as data for the page: their lines, what the places of the probes are, and which steps of the other
// chapters show them.

import { addressOf, type Ties } from '../../ties/ties.ts';
import type { Model } from '../engine/world.ts';
import type { ModelSources } from '../view/source-lines.ts';
import type { ProbedFunction } from './instrument.ts';
import { probedSources } from './probed-sources.ts';

export function sourceData(model: Model, ties: Ties): ModelSources {
  const { files, places } = probedSources(model);
  const functions: ProbedFunction[] = [];
  const addresses: string[] = [];
  const column = model === 'go' ? 'goroutines' : model;
  const packed = places.map(({ function: probed, line }): [number, number, number] => {
    if (functions.at(-1) !== probed) functions.push(probed);
    const address = addressOf(ties, column, probed.file, line);
    if (address !== undefined && addresses.at(-1) !== address) addresses.push(address);
    return [functions.length - 1, line, address === undefined ? -1 : addresses.length - 1];
  });
  const names = files.map(({ file }) => file);
  return {
    files: files.map(({ file, text }) => ({ file, lines: text.split('\n') })),
    functions: functions.map(({ file, name, start, end }) => [names.indexOf(file), name, start, end]),
    places: packed,
    addresses,
  };
}
