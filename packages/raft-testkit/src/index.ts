// The conformance suite, what tests need to observe a cluster, and the adapter to the Go cluster.

export { conformance } from './conformance/suite.ts';
export { type ConformanceTest, runConformanceTest } from './conformance/test.ts';
export { writeHistory } from './linearizability/history-file.ts';
export { NotLinearizable, requireLinearizable } from './linearizability/judge.ts';
export { agreement, leaderOf, others, proposeUntilDone, set, statuses } from './observation/observe.ts';
export { NotYet, until } from './observation/until.ts';
export { type Performance, perform } from './schedules/perform.ts';
export { record, recorder } from './schedules/record.ts';
export { type Action, type Schedule, type ScheduledAction } from './schedules/schedule.ts';
export { saveTrace } from './schedules/trace-file.ts';
export { type Time, realTime } from './targets/time.ts';
