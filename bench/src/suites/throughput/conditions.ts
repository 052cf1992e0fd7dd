// What the tables and charts of the suite `throughput` agree on.

import type { Setting } from '../../figures/figure.ts';
import { isVaried } from './settings.ts';

/** Captions of the tables, which charts refer to. */
export const captions = {
  rate: 'Throughput of three servers: proposals committed and applied, in thousands a second',
  latency: 'Latency of a proposal to three servers, from the call to the answer (µs)',
  variations: 'Servers, values and compaction: proposals of 256 clients, in thousands a second',
  reads: 'Reads of 256 clients from the leader of three servers, in thousands a second',
  open: 'Proposals at a fixed rate (open loop, three servers): latency from when each was due, µs',
} as const;

/** Settings that vary nothing but the clients of three servers. */
export function isPlain(setting: Setting): boolean {
  return setting.servers === 3 && setting.outstanding !== undefined && !isVaried(setting);
}

/** Share of the rate asked for from which a runtime keeps up. */
export const keepsUp = 0.99;
