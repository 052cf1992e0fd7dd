// The types that the compiler infers, and the code that it refuses. The refusals are checked by `tsc`: none of this code runs.

import { describe, expectTypeOf, it } from 'vitest';
import {
  type AsyncResult,
  type Channel,
  type Event,
  fromPromise,
  type Green,
  type Greenlet,
  Group,
  type Hub,
  joinall,
  killall,
  type otherwise,
  Pool,
  type Queue,
  type Received,
  type Receiver,
  type RLock,
  type Semaphore,
  type Sender,
  scope,
  select,
  sleep,
  spawn,
  type Wait,
  wait,
  withTimeout,
} from '../src/index.ts';

interface Vote {
  readonly term: number;
}

declare const queue: Queue<Vote>;
declare const channel: Channel<Vote>;
declare const event: Event;
declare const result: AsyncResult<Vote>;
declare const greenlet: Greenlet<Vote>;
declare const nothing: typeof otherwise;

describe('the type of yield*', () => {
  it('is that of the result, without a cast', () => {
    function* check(): Green<void> {
      expectTypeOf(yield* queue.get()).toEqualTypeOf<Vote>();
      expectTypeOf(yield* queue.get().within(10)).toEqualTypeOf<Vote | undefined>();
      expectTypeOf(yield* channel.receive()).toEqualTypeOf<Received<Vote>>();
      expectTypeOf(yield* queue.put({ term: 1 }).within(10)).toEqualTypeOf<true | undefined>();
      expectTypeOf(yield* event.wait()).toEqualTypeOf<true>();
      expectTypeOf(yield* result.get()).toEqualTypeOf<Vote>();
      expectTypeOf(yield* greenlet.get()).toEqualTypeOf<Vote>();
      expectTypeOf(yield* greenlet.join()).toEqualTypeOf<Greenlet<Vote>>();
      expectTypeOf(yield* joinall([greenlet])).toEqualTypeOf<Greenlet<Vote>[]>();
      expectTypeOf(yield* fromPromise(Promise.resolve(1))).toEqualTypeOf<number>();
      expectTypeOf(yield* withTimeout(10, queue.get())).toEqualTypeOf<Vote>();
      expectTypeOf(yield* withTimeout(10, queue.get(), null)).toEqualTypeOf<Vote | null>();
      expectTypeOf(yield* sleep(1)).toEqualTypeOf<void>();
    }
    expectTypeOf(check).returns.toEqualTypeOf<Green<void>>();
  });

  it('distinguishes an item from the end of the channel', () => {
    function* check(): Green<Vote | null> {
      const { ok, value } = yield* channel.receive();
      expectTypeOf(value).toEqualTypeOf<Vote | undefined>();
      return ok ? value : null;
    }
    expectTypeOf(check).toBeFunction();
  });

  it('is inferred through spawn, from a generator function, its call, or a wait', () => {
    function* body() {
      return yield* queue.get();
    }
    const check = () => {
      expectTypeOf(spawn(body)).toEqualTypeOf<Greenlet<Vote>>();
      expectTypeOf(spawn(body())).toEqualTypeOf<Greenlet<Vote>>();
      expectTypeOf(spawn(queue.get())).toEqualTypeOf<Greenlet<Vote>>();
      expectTypeOf(spawn(body).toPromise()).toEqualTypeOf<Promise<Vote>>();
    };
    expectTypeOf(check).toBeFunction();
  });
});

describe('the result of select', () => {
  it('is discriminated by its case', () => {
    function* check(): Green<void> {
      const absent = null as Channel<string> | null;
      const first = yield* select({
        vote: queue.get(),
        sent: channel.send({ term: 1 }),
        absent: absent?.receive(),
        deadline: sleep(10),
        nothing,
      });
      expectTypeOf(first.case).toEqualTypeOf<'vote' | 'sent' | 'absent' | 'deadline' | 'nothing'>();
      if (first.case === 'vote') expectTypeOf(first.value).toEqualTypeOf<Vote>();
      if (first.case === 'sent') expectTypeOf(first.value).toEqualTypeOf<true>();
      if (first.case === 'absent') expectTypeOf(first.value).toEqualTypeOf<Received<string>>();
      if (first.case === 'nothing') expectTypeOf(first.value).toEqualTypeOf<undefined>();
    }
    expectTypeOf(check).toBeFunction();
  });
});

describe('the type of several', () => {
  it('is that of a mixture', () => {
    function* check(word: Greenlet<string>, number: Greenlet<number>): Green<void> {
      expectTypeOf(yield* joinall([word, number])).toEqualTypeOf<(Greenlet<string> | Greenlet<number>)[]>();
      expectTypeOf(yield* killall([word, number])).toEqualTypeOf<(Greenlet<string> | Greenlet<number>)[]>();
      expectTypeOf(yield* wait([word, event])).toEqualTypeOf<(Greenlet<string> | Event)[]>();
      expectTypeOf(yield* joinall(new Set([word])).within(5)).toEqualTypeOf<Greenlet<string>[] | undefined>();
      expectTypeOf(yield* new Group().join().within(5)).toEqualTypeOf<true | undefined>();
      expectTypeOf(yield* new Pool(1).spawn(queue.get()).within(5)).toEqualTypeOf<
        Greenlet<Vote> | undefined
      >();
      expectTypeOf(yield* new Group().map([1], () => queue.get())).toEqualTypeOf<Vote[]>();
      expectTypeOf(yield* scope(() => queue.get())).toEqualTypeOf<Vote>();
    }
    expectTypeOf(check).toBeFunction();
  });

  it('is that of the body for withTimeout, for every body that spawn takes', () => {
    function* body() {
      return yield* queue.get();
    }
    const check = () => {
      expectTypeOf(withTimeout(5, body)).toEqualTypeOf<Green<Vote>>();
      expectTypeOf(withTimeout(5, body(), null)).toEqualTypeOf<Green<Vote | null>>();
      expectTypeOf(withTimeout(5, () => queue.get(), 0)).toEqualTypeOf<Green<Vote | number>>();
    };
    expectTypeOf(check).toBeFunction();
  });
});

describe('completion', () => {
  it('shows the public members only', () => {
    type Names<T> = keyof T & string;
    expectTypeOf<Names<Greenlet<Vote>>>().toEqualTypeOf<
      | 'name'
      | 'ready'
      | 'successful'
      | 'killed'
      | 'value'
      | 'error'
      | 'waitsFor'
      | 'start'
      | 'startLater'
      | 'join'
      | 'get'
      | 'toPromise'
      | 'link'
      | 'kill'
      | 'killOn'
      | 'throw'
    >();
    expectTypeOf<Names<Wait<Vote>>>().toEqualTypeOf<'within'>();
    expectTypeOf<Names<Hub>>().toEqualTypeOf<
      'random' | 'now' | 'spawn' | 'spawnLater' | 'after' | 'defer' | 'hold'
    >();
    expectTypeOf<Names<Event>>().toEqualTypeOf<'name' | 'ready' | 'set' | 'clear' | 'wait'>();
    expectTypeOf<Names<RLock>>().toEqualTypeOf<'name' | 'owner' | 'acquire' | 'release'>();
    expectTypeOf<Names<Semaphore>>().toEqualTypeOf<
      'name' | 'free' | 'acquire' | 'acquireNowait' | 'release'
    >();
    expectTypeOf<Names<Channel<Vote>>>().toEqualTypeOf<
      'name' | 'size' | 'closed' | 'dropped' | 'send' | 'receive' | 'close'
    >();
  });
});

describe('the compiler refuses', () => {
  it('a yield without its star', () => {
    function* annotated(): Green<void> {
      // @ts-expect-error a wait is not what a greenlet yields
      yield queue.get();
      // @ts-expect-error nor is anything else
      yield 1;
    }
    function* inferred() {
      yield queue.get();
    }
    // @ts-expect-error it yields what is no Parked
    const check = () => spawn(inferred);
    expectTypeOf([annotated, check]).toBeArray();
  });

  it('an item of the wrong type', () => {
    function* check(): Green<void> {
      // @ts-expect-error a term is a number
      yield* queue.put({ term: 'one' });
      // @ts-expect-error
      yield* channel.send('vote');
      // @ts-expect-error
      queue.putNowait(1);
      // @ts-expect-error
      result.set(null);
      // @ts-expect-error
      const text: string = yield* queue.get();
      expectTypeOf(text).toBeString();
    }
    expectTypeOf(check).toBeFunction();
  });

  it('to receive from an end that only sends, and to send or close at one that only receives', () => {
    const ends = (sender: Sender<Vote>, receiver: Receiver<Vote>) => {
      // @ts-expect-error
      sender.receive();
      // @ts-expect-error
      receiver.send({ term: 1 });
      // @ts-expect-error
      receiver.close();
      // @ts-expect-error what receives votes can't send them
      const turned: Sender<Vote> = receiver;
      return turned;
    };
    const check = () => ends(channel, channel);
    expectTypeOf(check).toBeFunction();
  });

  it('an end of a channel of other items', () => {
    const check = (votes: Channel<Vote>, words: Sender<string>) => {
      // @ts-expect-error a sender of words takes no votes
      const wider: Sender<string | Vote> = words;
      const narrower: Sender<'a' | 'b'> = words;
      // @ts-expect-error votes have no candidate
      const receiver: Receiver<Vote & { candidate: number }> = votes;
      const general: Receiver<{ term: number }> = votes;
      return [wider, narrower, receiver, general];
    };
    expectTypeOf(check).toBeFunction();
  });

  it('a value that is no wait', () => {
    function* check(): Green<void> {
      // @ts-expect-error a promise needs `fromPromise`
      yield* Promise.resolve(1);
      // @ts-expect-error
      yield* [1, 2, 3];
      // @ts-expect-error a case of select is a wait
      yield* select({ number: 1 });
      // @ts-expect-error nor a generator, which can't be performed by half
      yield* select({ generator: check() });
      // @ts-expect-error there is no such case
      if ((yield* select({ a: queue.get() })).case === 'b') return;
    }
    expectTypeOf(check).toBeFunction();
  });
});
