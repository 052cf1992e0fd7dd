// Each line that ends with `missing` lacks a `yield*`, and no other does. Compiles without an error.

import {
  type Green,
  Group,
  killall,
  Pool,
  Queue,
  run,
  scope,
  select,
  sleep,
  spawn,
} from '../../src/index.ts';
import { inferred, Store } from './imported.ts';

const queue = new Queue<number>();
const store = new Store();

function* local(): Green<void> {
  yield* sleep(1);
}

export function* waits(maybe?: Queue<number>): Green<void> {
  queue.put(1); // missing
  queue.get().within(5); // missing
  maybe?.put(1); // missing
  select({ item: queue.get(), late: sleep(5) }); // missing
  new Pool(1).spawn(() => sleep(1)); // missing
  spawn(sleep(1)).join(); // missing
  yield* queue.put(1);
}

export function* calls(isReady: boolean, self = store): Green<void> {
  yield* sleep(1);
  local(); // missing
  inferred(); // missing
  self.save('text'); // missing
  self.save('text'); // missing
  isReady && local(); // missing
  isReady ? local() : inferred(); // missing
  for (;;) inferred(); // missing
}

export function* conditions(): Green<void> {
  if (queue.get()) yield* sleep(1); // missing
  while (!store.save('text')) yield* sleep(1); // missing
  const done = store.save('text') && queue.size > 0; // missing
  const text = queue.get().within(1) ? 'an item' : 'none'; // missing
  yield* sleep(done ? text.length : 1);
}

export function* callbacks(): Green<void> {
  setTimeout((item: number) => queue.put(item), 1, 2); // missing
  queueMicrotask(() => local()); // missing
  spawn(() => local());
  yield* new Group().map([1, 2], (item) => queue.put(item));
}

/** `any`, whose iterables are no generators. */
type Any = ReturnType<typeof JSON.parse>;

export function iterables(
  list: Any[],
  map: Map<string, Any>,
  set: Set<Any>,
  never: () => Generator<never>,
): void {
  list.slice();
  map.values();
  map.set('key', 1);
  set.add(1);
  if (list && map) never(); // missing
}

export async function outside(): Promise<void> {
  await queue.get(); // missing
  await run(local());
}

export function* right(): Green<number> {
  let wait: Green<number> = queue.get();
  wait = queue.get();
  void local();
  spawn(local());
  const victim = spawn(sleep(1));
  victim.kill();
  killall([victim]);
  new Group().kill();
  yield* scope(function* (tasks) {
    tasks.spawn(inferred());
    tasks.kill();
    yield* sleep(1);
  });
  queue.putNowait(1);
  if (yield* store.save('text')) yield* sleep(1);
  return yield* wait;
}
