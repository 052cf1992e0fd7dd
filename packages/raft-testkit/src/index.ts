// The conformance suite, what tests need to observe a cluster, and the adapter to the Go cluster.

export { conformance } from './conformance/suite.ts';
export { runConformanceTest } from './conformance/test.ts';
export { writeHistory } from './linearizability/history-file.ts';
export { NotLinearizable, requireLinearizable } from './linearizability/judge.ts';
export { leaderOf, others, set } from './observation/observe.ts';
export { type Performance, perform } from './schedules/perform.ts';
export { record, recorder } from './schedules/record.ts';
export type { Action, Schedule, ScheduledAction } from './schedules/schedule.ts';
export { saveTrace } from './schedules/trace-file.ts';
export { realTime, type Time } from './targets/time.ts';
