// Messages: how a server receives.

import { type Entry, none } from '../../chapter/chapter.ts';
import { locked } from './places.ts';

const file = (model: string) => `packages/raft-${model}/src/server.ts`;
const go = 'go-reference/goroutines/server.go';

const receive: Entry = {
  id: 'receive',
  title: 'Receive a message',
  about:
    'A callback, a greenlet at a queue, a thread at its rings, a goroutine at a channel. From the second step on, three columns are the same; Go takes its lock.',
  columns: {
    async: [`${file('async')}#Server.receive`, `${file('async')}#Server.handle`],
    coroutines: [
      `${file('coroutines')}#Server.receiveMessages`,
      `${file('coroutines')}#Server.receive`,
      `${file('coroutines')}#Server.handle`,
    ],
    workers: [
      `${file('workers')}#Server.take`,
      `${file('workers')}#Server.arrive`,
      `${file('workers')}#Server.receive`,
      `${file('workers')}#Server.handle`,
    ],
    goroutines: [`${go}#server.receiveMessages`, `${go}#server.receive`, ...locked('handle')],
  },
  steps: [
    {
      title: 'Wait for a message',
      in: {
        async: none(
          'The event loop waits. It calls `receive` for each message; no task of the server is there for it.',
        ),
        coroutines: 'for (;;) this.receive(yield* this.inbox.get())',
        workers: ['const isBehind = this.applyCommitted()', 'if (isRequest(arrival)) this.serve(arrival)'],
        goroutines: 'for message := range messages',
      },
      why: 'The thread has one place where it sleeps, and everything must be there: applying, showing its status, timers, messages, clients. That is what a loop with `select` looks like when the language has none. The event loop is the other extreme: there the wait is in the platform, and a stack trace of an idle server is empty.',
      without:
        "In the two middle columns messages would queue up unread. The queue has no bound of its own; what bounds it is the window of messages in flight, a rule of Raft's sender.",
    },
    {
      title: 'Refuse what no server can have sent',
      in: {
        'async coroutines workers': 'if (!isWellFormed(this.raft, message)) return',
        goroutines: 'if !cluster.IsWellFormed(s.raft, message)',
      },
      why: 'Before anything else, and in Go before the lock: it reads nothing that changes.',
      without:
        'A message with a negative term or a missing field could raise an exception within a rule, with the state half changed.',
    },
    {
      title: "Other servers' clients",
      in: {
        async: "if (message.type === 'ClientRequest') void this.clients.serve(message)",
        coroutines:
          "if (message.type === 'ClientRequest') this.group.spawn(this.clients.serve(message), 'serve')",
        workers: "if (message.type === 'ClientRequest') this.clients.serve(message)",
        goroutines: 'switch message := message.(type) { case *cluster.ClientRequest:',
      },
      why: "Serving a forwarded command waits for its commit, and receiving must not. `void` starts an async function and drops its promise: a visible sign that nobody waits for it. The greenlet is spawned into the server's group and the goroutine into its wait group, so that both end with it. The thread registers the request as a waiter and goes on; it will answer from where entries are applied.",
      without:
        "A follower's command would hold up the very acknowledgements that it needs to be committed: a deadlock in every model that waits here.",
    },
    {
      title: 'The rules decide; the reply leaves',
      in: {
        'async coroutines workers': 'this.send(this.handle(message))',
        goroutines: 'case raft.RaftMessage:',
      },
      why: 'The reply is sent at once, before anything else that the message causes; `send` writes first what it reveals. In TypeScript `react` follows in this function; in Go it is part of the step under the lock, below, because it reads the same state.',
      without: 'Every answer would come a turn later, and the commit of a whole cluster with it.',
    },
    {
      title: 'Is the leader silent?',
      in: {
        'async coroutines workers': 'const asksForVote =',
        goroutines: 'if s.raft.LeaderIsFresh && time.Since(s.lastHeard)',
      },
      why: 'The rules know no time, so the runtime tells them when the shortest election timeout has passed since the leader was heard. It is enough to do so before a request for a vote: nobody else asks. Go tests a flag instead of the kind of message, which is cheaper there than a type switch.',
      without:
        'Either a server back from a partition could depose a healthy leader, or, the other way round, nobody could be elected after a crash (§6, dissertation §4.2.3).',
    },
    {
      title: 'Apply the rule',
      in: {
        async: 'const reply = raftCore.receive(this.raft, message)',
        coroutines: 'const reply = raftCore.receive(this.raft, message)',
        workers: 'const reply = raftCore.receive(this.raft, message)',
        goroutines: 'reply, err := s.raft.Receive(message)',
      },
      why: 'All of Figure 2 is behind this call. A malformed message is an exception in TypeScript and an error in Go; in both it leaves the state unchanged and gets no reply.',
      without: 'The server would receive messages and never change.',
    },
    {
      title: 'Wake whom the message concerns',
      in: {
        async: "if (message.type === 'ReadIndex') this.reading.notify()",
        coroutines: "if (message.type === 'ReadIndex') this.reading.set()",
        workers: 'this.react()',
        goroutines: 'switch message := message.(type) { case *raft.ReadIndex:',
      },
      why: "An answer opens the window to its sender, so that one's replicator is woken, and it alone. A thread has no one to wake: it is awake, and will look at all followers before it sleeps.",
      without:
        'With a full window the replicator would sleep on until the next proposal or heartbeat: throughput would collapse under load, and only there.',
    },
  ],
};

export const messages: readonly Entry[] = [receive];
