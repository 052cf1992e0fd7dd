// A scenario saved from the live chapter, where its address opens it.

import { expect, it } from 'vitest';
import { runScenario } from '../src/live/engine/scenario-test.ts';
import { machines } from '../src/live/models/machines.ts';
import { builtGoProgram } from '../src/live/probes/go-program.ts';

const address =
  'WzEsImFzeW5jIiw3LHsic25hcHNob3RUaHJlc2hvbGQiOjR9LFtbNTAwLCJwcm9wb3NlIiwieCIsIjEiLDBdLFs2MDAsImNyYXNoIiwxXSxbNzAwLCJuZXR3b3JrIiwxMCwyMCwwLjFdLFsxMjAwLCJwcm9wb3NlIiwieCIsIjIiLDNdLFsxNTAwLCJhZGQiXSxbMjAwMCwicGFydGl0aW9uIixbWzIsM10sWzQsNSw2XV1dLFsyNTAwLCJoZWFsIl0sWzI2MDAsInJlc3RhcnQiLDFdXSw0MDAwXQ';

it('runs on async as it was seen', async () => {
  const summary = await runScenario(address, machines(builtGoProgram));
  expect(summary).toEqual({ events: 1742, hash: 3329720475, violation: null });
});
