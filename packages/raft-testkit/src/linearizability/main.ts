// Entry point: `node packages/raft-testkit/src/linearizability/main.ts FILE...`. An interrupted run ends cleanly.

import { main } from './cli.ts';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
const { stdout, stderr } = process;
process.exitCode = await main(process.argv.slice(2), { stdout, stderr, signal: interrupted.signal });
