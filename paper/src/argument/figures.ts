// The figures of paper.md that are drawn from the run, by the names that it refers to them with: `<!-- figure: name -->`.

import { type Findings, publishedQuantiles } from '@three-ways/bench/findings';
import type { Chart, Row, RowGroup } from '@three-ways/charts';
import { figureOf, lookUp, type Value } from '../findings/notation.ts';
import { labelOf, models } from '../models.ts';
import { loads, predictedOverMeasured } from './prediction.ts';

export const figures: Readonly<Record<string, (run: Findings) => Chart>> = {
  thesis,
  'figure-16': figure16,
  prediction,
};

/** The cost of waiting beside that of crossing a boundary. */
function thesis(run: Findings): Chart {
  const group = (label: string, metric: string, ...targets: readonly string[]): RowGroup => ({
    label,
    rows: targets.map((target) => row(target, lookUp(`${target} primitives.${metric}`, run))),
  });
  return {
    kind: 'dots',
    name: 'thesis',
    title: 'What waiting costs, and what crossing a boundary costs',
    alternative:
      'Time for a hand-off on a logarithmic axis. Resuming a task, and handing a value to another task on the same thread, take tens to hundreds of nanoseconds in all models; handing it to another thread or process takes a hundred times as long and more.',
    x: { label: 'Time of one', unit: 'ns', scale: 'log' },
    groups: [
      group(
        'Wait: give way to another task and be resumed',
        'ns/switch',
        'async',
        'coroutines',
        'go-1',
        'python-gevent',
      ),
      group(
        'Hand a value to another task on the same thread',
        'ns/hand-off',
        'async',
        'coroutines',
        'go-1',
        'python-gevent',
      ),
      group('Hand it to another thread', 'ns/hand-off', 'go', 'workers', 'python-threads'),
      group('Hand it to another process', 'ns/hand-off', 'processes'),
    ],
  };
}

/** Figure 16 of the Raft paper: how long the cluster is without a leader. */
function figure16(run: Findings): Chart {
  const setting = 'servers=5 electionTimeoutMin=150 electionTimeoutMax=300 broadcastTime=15 preVote=0';
  const samplesOf = (target: string) =>
    figureOf(`${target} election.latency ${setting}`, run).rounds.flatMap(({ samples }) => samples);
  return {
    kind: 'cdf',
    name: 'figure-16',
    title: 'Time without a leader after a crash',
    alternative:
      'Cumulative distributions of the time without a leader, election timeouts 150 to 300 ms, broadcast time 15 ms. The four models lie close to the ideal.',
    x: { label: 'Time without a leader', unit: 'ms' },
    series: [
      ...['async', 'coroutines', 'workers', 'go', 'ideal'].map((target) => ({
        label: target === 'ideal' ? 'Ideal' : labelOf(target),
        style: target,
        samples: samplesOf(target),
      })),
      { label: 'Raft paper', style: 'published', quantiles: publishedQuantiles },
    ],
  };
}

/** Throughput as predicted from hand-offs, over the measured one. */
function prediction(run: Findings): Chart {
  return {
    kind: 'dots',
    name: 'prediction',
    title: 'Predicted throughput over measured',
    alternative:
      'For each load and model, the throughput that counting hand-offs predicts divided by the measured one, on a logarithmic axis with a line at 1.',
    x: { label: 'Predicted over measured', unit: 'ratio', scale: 'log' },
    rule: { value: 1, label: 'as predicted' },
    groups: loads.map((load) => ({
      label: `${load} outstanding`,
      rows: models.map(({ target }) => row(target, predictedOverMeasured(target, load, run))),
    })),
  };
}

function row(target: string, { median, low, high }: Value): Row {
  return { label: labelOf(target), style: target, estimate: { median, low, high } };
}
