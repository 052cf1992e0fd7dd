// `pnpm bench`: the channels of this package beside `postMessage`, between the same two threads in one run. Prints one
// table; exits with 1 if a target is missed. `--rounds 21` asks for more rounds than 9.
//
// Not by tinybench, which times a function in one thread: here the time from the first message to the last counts, as the
// receiving thread sees it. The subjects take turns, and ratios are taken within a round, because other load on the machine
// affects all subjects of a round alike.

import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { Inbox } from '../src/index.ts';
import { messagesIn, type Subject, subjects } from './subjects.ts';
import type { ThreadData } from './thread.ts';

/** The channel's rate over postMessage's better one of the two that are not batched by hand. */
const leastRate = 4;
/** The channel's round trip over postMessage's. */
const mostRoundTrip = 1;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });
const rounds = Number(values.rounds);

const [driver, server] = startThreads();
const figures = await measure(rounds);
await Promise.all([driver.terminate(), server.terminate()]);
printTable(figures);
process.exitCode = judge(figures) ? 0 : 1;

function startThreads(): [Worker, Worker] {
  const { port1, port2 } = new MessageChannel();
  const inboxes = subjects.map(() => [Inbox.create({ lanes: 1 }), Inbox.create({ lanes: 1 })] as const);
  const start = (part: 'drive' | 'serve', port: MessagePort, own: 0 | 1) => {
    const channels = inboxes.map((pair) => ({
      inbox: pair[own].handle,
      to: pair[own === 0 ? 1 : 0].connect(),
    }));
    const workerData: ThreadData = { part, port, channels };
    return new Worker(new URL('thread.ts', import.meta.url), { workerData, transferList: [port] });
  };
  return [start('drive', port1, 0), start('serve', port2, 1)];
}

/** For each subject its figure of each round: messages per second, or microseconds of a round trip. */
async function measure(rounds: number): Promise<number[][]> {
  const figures: number[][] = subjects.map(() => []);
  for (
    let round = -2;
    round < rounds;
    round++ // the first two warm up
  )
    for (const [i, subject] of subjects.entries()) {
      const figure = await runRound(i, subject);
      if (round >= 0) figures[i]?.push(figure);
    }
  return figures;
}

async function runRound(i: number, subject: Subject): Promise<number> {
  const done = [once(server, 'message'), once(driver, 'message')];
  server.postMessage({ subject: i, count: subject.count });
  driver.postMessage({ subject: i, count: subject.count });
  const [[served], [driven]] = (await Promise.all(done)) as [[number], [number]];
  if (subject.measures === 'round trip') return (driven * 1000) / subject.count;
  return ((subject.count - 1) * messagesIn(subject) * 1000) / served;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

/** The baseline of the ratios: the best figure of `postMessage`, round by round. */
function yardstick(figures: readonly number[][], measures: Subject['measures']): number[] {
  const posted = figures.filter(
    (_, i) => subjects[i]?.measures === measures && /^postMessage(?!.*by hand)/.test(subjects[i].name),
  );
  const best = measures === 'rate' ? Math.max : Math.min;
  return figures[0]!.map((_, round) => best(...posted.map((its) => its[round] as number)));
}

function ratiosOf(figures: readonly number[][], i: number): number[] {
  const by = yardstick(figures, subjects[i]!.measures);
  return figures[i]!.map((figure, round) => figure / by[round]!);
}

function printTable(figures: readonly number[][]): void {
  for (const [measures, title] of [
    ['rate', '64-byte messages a second, one thread to another'],
    ['round trip', 'round trip of a 64-byte message, microseconds'],
  ] as const) {
    console.log(
      `\n${title.padEnd(50)}    median      lowest     highest    × postMessage (lowest … highest)`,
    );
    for (const [i, { name, measures: its }] of subjects.entries()) {
      if (its !== measures) continue;
      const ratios = ratiosOf(figures, i);
      const columns = [median(figures[i]!), Math.min(...figures[i]!), Math.max(...figures[i]!)];
      const spread = `${Math.min(...ratios).toFixed(2)} … ${Math.max(...ratios).toFixed(2)}`;
      console.log(
        `${name.padEnd(48)}${columns.map(show).join('')}    ${median(ratios).toFixed(2)} (${spread})`,
      );
    }
  }
}

function show(figure: number): string {
  return (figure < 1000 ? figure.toFixed(1) : Math.round(figure).toLocaleString('en')).padStart(12);
}

/** Prints which targets were met or missed. */
function judge(figures: readonly number[][]): boolean {
  const rate = median(ratiosOf(figures, 0));
  const roundTrip = median(
    ratiosOf(
      figures,
      subjects.findIndex(({ measures }) => measures === 'round trip'),
    ),
  );
  const missed = [
    rate < leastRate && `the rate is ${rate.toFixed(2)} times postMessage's, not ${leastRate} times`,
    roundTrip > mostRoundTrip &&
      `the round trip takes ${roundTrip.toFixed(2)} times as long as postMessage's`,
  ].filter((line) => line !== false);
  const met = `targets met: rate ${rate.toFixed(1)} times (at least ${leastRate}), round trip ${roundTrip.toFixed(2)} (at most ${mostRoundTrip})`;
  console.log(`\n${missed.length === 0 ? met : `target missed: ${missed.join('; ')}`}`);
  return missed.length === 0;
}
