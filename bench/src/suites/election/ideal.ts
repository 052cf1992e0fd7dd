// The ideal: the same servers in virtual time, where neither computing nor waking up takes any. Both runtimes that can
// do so take part, in turn; they differ in nothing that this could show.

import { targets } from '@three-ways/raft-testkit/targets';
import type { NewSubject } from '../common/subject.ts';

export async function inVirtualTime(): Promise<NewSubject> {
  const runtimes = await Promise.all([targets.async!(), targets.coroutines!()]);
  let made = 0;
  return (settings) => runtimes[made++ % runtimes.length]!.createInVirtualTime!(settings);
}
