// The outcomes of the race: those that come are among those that can come, and where the model decides, they are the same.

import { describe, expect, it } from 'vitest';
import { countAll, impossible, MissingModel, type Race } from '../src/race-outcomes/outcomes.ts';
import { outcomesIn, runProgram } from '../src/race-outcomes/programs.ts';
import { races } from '../src/race-outcomes/races.ts';
import { tableOf } from '../src/race-outcomes/table.ts';

const raceOf = (model: string) => races.find((race) => race.model === model)!;

describe.each(['async', 'coroutines', 'processes'])('the race of %s', (model) => {
  it('has one outcome', async () => {
    const race = raceOf(model);
    const outcomes = await race.count(Math.min(race.runs / 10, 2_000));
    expect(Object.keys(outcomes)).toEqual(race.possible);
    expect(Object.keys(outcomes)).toHaveLength(1);
  });
});

describe('the race of workers', () => {
  it('has no outcome but the two that can come', async () => {
    const race = raceOf('workers');
    const outcomes = await race.count(5_000);
    expect(Object.values(outcomes).reduce((sum, count) => sum + count)).toBe(5_000);
    for (const outcome of Object.keys(outcomes)) expect(['4 2', '4 8']).toContain(outcome);
  });
});

const race: Race = {
  model: 'dice',
  possible: ['1 1', '6 6'],
  why: 'Twins only.',
  runs: 10,
  count: async (runs) => ({ '1 1': runs - 1, '1 2': 1 }),
};

describe('a table', () => {
  it('shows counts, what can come and what can not', async () => {
    const table = tableOf(await countAll([race]));
    expect(table).toContain('| model | 1 1 | 1 2 | 6 6 | runs | why |');
    expect(table).toContain('| dice | 9 | 1 (impossible) | 0 (possible) | 10 | Twins only. |');
  });

  it('says why a model is missing', async () => {
    const count = () => Promise.reject(new MissingModel('No dice.'));
    const counted = await countAll([{ ...race, count }]);
    expect(tableOf(counted)).toContain('| dice | possible | possible | No dice. | Twins only. |');
    expect(counted.flatMap(impossible)).toEqual([]);
  });
});

describe('an outcome that a model rules out', () => {
  it('is found', async () => {
    expect((await countAll([race])).flatMap(impossible)).toEqual(['1 2']);
  });
});

describe('a program', () => {
  const program = {
    command: process.execPath,
    folder: 'packages/idioms',
    needs: 'package.json',
    howToGet: 'look',
  };

  it('prints its outcomes', async () => {
    const args = ['-p', `JSON.stringify({ model: 'x', runs: 2, outcomes: { '4 8': 2 } })`];
    expect(await runProgram({ ...program, args })).toEqual({ '4 8': 2 });
  });

  it('that is missing is named in a sentence', async () => {
    const withoutFile = runProgram({ ...program, args: [], needs: 'no-such-file' });
    await expect(withoutFile).rejects.toThrow(new MissingModel('There is no packages/idioms/no-such-file.'));
    const withoutCommand = runProgram({ ...program, command: 'no-such-command', args: [] });
    await expect(withoutCommand).rejects.toThrow(new MissingModel("no-such-command isn't installed: look."));
    expect(() => outcomesIn('{"missing":"Install it."}')).toThrow(new MissingModel('Install it.'));
  });

  it('that fails or prints something else is an error', async () => {
    await expect(runProgram({ ...program, args: ['-e', 'process.exit(3)'] })).rejects.toThrow(
      'Command failed',
    );
    expect(() => outcomesIn('{"outcome":1}')).toThrow(TypeError);
    expect(() => outcomesIn('4 8')).toThrow(SyntaxError);
  });
});
