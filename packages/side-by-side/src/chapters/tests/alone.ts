// Tests of a server alone: the test plays its peers.

import { type Entry, none } from '../../chapter/chapter.ts';

const inTypeScript = (model: string, ...names: readonly string[]) =>
  names.map((name) => `packages/raft-${model}/test/server.test.ts#${name}`);
const inGo = (file: string, ...names: readonly string[]) =>
  names.map((name) => `go-reference/goroutines/${file}_test.go#${name}`);

const realTime = none(
  'A thread sleeps in real time, at a cell of memory: no clock of a test can move it. Its server is tested as part of a whole cluster, by conditions with a deadline, and its rules in the simulator.',
);

const alone: Entry = {
  id: 'alone',
  title: 'A server of three, alone',
  about:
    'States that a whole cluster reaches only by chance need a server whose peers are played by the test. Three models have virtual time for that. Each has it from another place.',
  columns: {
    async: inTypeScript('async', 'alone'),
    coroutines: inTypeScript('coroutines', 'alone', 'standing', 'stop'),
    workers: realTime,
    goroutines: inGo('server', 'alone', 'notStarted').concat(inGo('testing', 'pass')),
  },
  steps: [
    {
      title: 'A clock that the test moves',
      in: {
        async: 'const clock = new VirtualClock()',
        coroutines: ['const hub = new VirtualHub()', 'const all = alone()'],
        goroutines: 'time.Sleep(d)',
      },
      why: 'The async server takes its clock as a parameter: all its waits go through it. A hub is a clock and a scheduler in one, so a virtual hub moves both. In Go nothing is passed at all: within a `synctest` bubble the standard library\'s own time is virtual, and it moves when every goroutine sleeps. `synctest.Wait` returns once all of them do: Go knows what "nothing happens any more" means.',
      without: 'Tests of timeouts in real time are slow, or wrong now and then; mostly both.',
    },
    {
      title: 'A network that can be watched',
      in: {
        'async coroutines': 'const network = new Network(',
        goroutines: 'network := newNetwork(3)',
      },
      elsewhere: { goroutines: 'It needs the number of servers, and so comes after the settings.' },
      why: 'What the server sends is recorded; what its peers would say, the test sends. `chance` fixes the random timeout.',
      without:
        'A test that looks into private fields breaks with every change, and misses what a peer would see.',
    },
    {
      title: 'Settings without PreVote',
      in: {
        'async coroutines': 'const given = settings(',
        goroutines: 'settings, err :=',
      },
      why: 'One kind of campaign less to think of. Go has no exceptions, so an error of the settings must be looked at; `t.Fatal` ends the test.',
      without: 'Each of these tests would have to answer PreVotes first.',
    },
    {
      title: 'Start',
      in: {
        async: none('The test starts it, so that it can watch from the first message on.'),
        coroutines: 'server.start()',
        goroutines: 'server, network := notStarted(',
      },
      why: 'Greenlets run only when the hub is stepped, so starting does nothing yet; the goroutines begin at once.',
      without:
        'A test that has to start each server itself may forget to, and pass: nothing happens, and nothing is wrong.',
    },
    {
      title: 'Stop, and see that nothing is left',
      in: {
        async: none('Each test stops its server, and may then look at `clock.pending`.'),
        coroutines: 'hub.run(() => server.stop())',
        goroutines: 't.Cleanup(server.stop)',
      },
      why: 'In Go the bubble itself fails a test that ends while a goroutine is blocked: the strongest of the three. The hub can say that it has neither timers nor turns left. On the event loop the virtual clock counts what it still has.',
      without:
        'A timer that outlives its server fires into the next test, which then fails for no reason of its own.',
    },
  ],
};

const deposed: Entry = {
  id: 'deposed',
  title: 'A deposed leader waits a whole election timeout',
  about:
    'One of the few rules of time in Raft, and one that is easily broken: the old deadline is far in the past.',
  columns: {
    async: inTypeScript(
      'async',
      '"that is deposed waits a whole election timeout before it campaigns again"',
    ),
    coroutines: inTypeScript(
      'coroutines',
      '"that is deposed waits a whole election timeout before it campaigns again"',
    ),
    workers: realTime,
    goroutines: inGo(
      'server',
      '"a leader that is deposed waits a whole election timeout before it campaigns again"',
    ),
  },
  steps: [
    {
      title: 'A candidate',
      in: {
        async: 'const { clock, network, server } = alone()',
        coroutines: 'const all = standing()',
        goroutines: 'server, _ := alone(',
      },
      why: 'Two run until a condition holds, with a limit; Go passes 160 ms, knowing that the timeout is between 150 and 151.',
      without: 'A fixed sleep in real time: too short on a busy machine, too long on all others.',
    },
    {
      title: 'It is elected, and leads for long',
      in: { 'async coroutines': 'network.send(granted(2, 1))', goroutines: 'grant(server)' },
      why: 'Five seconds of virtual time, or one: both are over at once. The election deadline of its time as a candidate is now long past, which is the point.',
      without:
        'Deposed at once, it would still have its deadline as a candidate ahead, and the mistake would not show.',
    },
    {
      title: 'A newer term deposes it',
      in: { 'async coroutines': 'network.send(higherTerm)', goroutines: 'server.handle(&raft.RequestVote{' },
      why: 'A request for a vote that it must refuse, because its log is longer: so nothing else restarts its timer.',
      without: 'A granted vote restarts the timer by another rule, and the test would pass without this one.',
    },
    {
      title: 'Short of the timeout, it is quiet',
      in: {
        async: 'await clock.run(140)',
        coroutines: 'hub.runFor(140)',
        goroutines: 'pass(149 * time.Millisecond)',
      },
      why: 'Go goes on to just after the timeout, and sees that it does campaign then. Only a clock that the test moves makes "1 ms before" and "1 ms after" a certainty.',
      without: 'A server that never campaigns again would pass the first half of the test.',
    },
  ],
};

const withinOneTurn: Entry = {
  id: 'within-one-turn',
  title: 'Elected and deposed within one turn',
  about:
    'The task that leads has not even woken when the leadership is over. Who tells the client that has proposed in between?',
  columns: {
    async: inTypeScript(
      'async',
      '"that is elected and deposed within one turn rejects what was proposed in between"',
    ),
    coroutines: inTypeScript(
      'coroutines',
      '"that is elected and deposed within one turn rejects what was proposed in between"',
    ),
    workers: realTime,
    goroutines: inGo(
      'server',
      '"a leader that is deposed before it could begin rejects what was proposed in between"',
    ),
  },
  steps: [
    {
      title: 'A candidate',
      in: {
        async: 'const { clock, network, server } = alone()',
        coroutines: 'const all = standing()',
        goroutines: 'server, _ := alone(',
      },
      why: 'The same beginning as in the test above: a server whose election timeout has passed, and which has asked two peers for their votes.',
      without: 'A vote for a server that has not asked is ignored.',
    },
    {
      title: 'A vote, a proposal and a newer term, within one turn',
      in: { 'async coroutines': 'network.send(granted(2, 1))', goroutines: 'grant(server)' },
      why: 'Three messages that are delivered in one turn. In Go "one turn" does not exist: the steps are called one after the other, and `synctest.Wait` lets the proposal reach the log first.',
      without:
        'With a pause in between, the ordinary way out of `lead` would reject the proposal, and this case would go untested.',
    },
    {
      title: 'The client hears of it',
      in: {
        'async coroutines': 'const replies: Message[] = []',
        goroutines: '_, err := server.proposals.wait(',
      },
      why: "The answer is `Unavailable`: the command may survive in somebody's log. The leadership was made, and ended, in `react`, without the task that leads.",
      without: 'The client would wait until its request expires.',
    },
  ],
};

export const aloneTests: readonly Entry[] = [alone, deposed, withinOneTurn];
