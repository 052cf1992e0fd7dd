// The figures of paper.md that are drawn from the run, by the names that it refers to them with: `<!-- figure: name -->`.

import { type Findings, publishedQuantiles } from '@three-ways/bench/findings';
import type { Chart, MarksLine } from '@three-ways/charts';
import { figureOf, lookUp, type Value } from '../findings/notation.ts';
import { labelOf, models } from '../models.ts';
import { usual } from './election.ts';
import { loads, predictedOverMeasured } from './prediction.ts';

export const figures: Readonly<Record<string, (run: Findings) => Chart>> = {
  thesis,
  'figure-16': figure16,
  prediction,
};

/** The cost of waiting beside that of crossing a boundary. */
function thesis(run: Findings): Chart {
  const line = (label: string, metric: string, ...targets: readonly string[]): MarksLine => ({
    label,
    marks: targets.map((target) => ({
      ...mark(target, lookUp(`${target} primitives.${metric}`, run)),
      ...(target === 'go-1' && { label: labelOf('go'), style: 'go' }),
    })),
  });
  const light = ['async', 'coroutines', 'go-1']; // one thread
  return {
    kind: 'marks',
    name: 'thesis',
    title: 'What waiting costs, and what crossing a boundary costs',
    alternative:
      'Times on a logarithmic axis. Giving way, and handing a value to another task on the same thread, take tens to hundreds of nanoseconds in TypeScript and Go; handing it to another thread or process takes tens of microseconds.',
    x: { label: 'Time of one', unit: 'ns', scale: 'log' },
    lines: [
      line('Wait: give way', 'ns/switch', ...light),
      line('Hand over to a task', 'ns/hand-off', ...light),
      line('Hand over to a thread', 'ns/hand-off', 'go', 'workers'),
      line('Hand over to a process', 'ns/hand-off', 'processes'),
    ],
  };
}

/** Figure 16 of the Raft paper: how long the cluster is without a leader. */
function figure16(run: Findings): Chart {
  const samplesOf = (target: string) =>
    figureOf(`${target} election.latency ${usual}`, run).rounds.flatMap(({ samples }) => samples);
  return {
    kind: 'cdf',
    name: 'figure-16',
    title: 'Time without a leader after a crash',
    alternative:
      'Cumulative distributions of the time without a leader, election timeouts 150 to 300 ms, broadcast time 15 ms. The four models lie close to the ideal.',
    height: 160,
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
    kind: 'marks',
    name: 'prediction',
    title: 'Predicted throughput over measured',
    alternative:
      'For each load and model, the throughput that counting hand-offs predicts divided by the measured one, on a logarithmic axis with a line at 1. With one proposal outstanding the prediction is too high for all models; with many it is far too low for threads.',
    x: { label: 'Predicted over measured', unit: 'ratio', scale: 'log' },
    rule: { value: 1, label: 'as predicted' },
    lines: loads.map((load) => ({
      label: `${load} outstanding`,
      marks: models.map(({ target }) => mark(target, predictedOverMeasured(target, load, run))),
    })),
  };
}

function mark(target: string, { median, low, high }: Value): MarksLine['marks'][number] {
  return { label: labelOf(target), style: target, estimate: { median, low, high } };
}
