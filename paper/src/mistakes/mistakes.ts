// The same mistakes in each column: what a programmer would forget, as an edit of the sources, or why the model has no place for it.
// find.ts puts each in and records what finds it.

import type { Model } from '../models.ts';

/** The text of a source that is replaced. It must occur once. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** The edit, or the reason why the mistake can't be made. */
export type Attempt = Edit | { readonly impossible: string };

export interface Mistake {
  readonly name: string;
  /** As the paper's table has it. */
  readonly title: string;
  readonly attempts: Readonly<Record<Model['runtime'], Attempt>>;
}

const server = (runtime: string) => `packages/raft-${runtime}/src/server.ts`;
const goServer = 'go-reference/goroutines/server.go';

export const mistakes: readonly Mistake[] = [
  {
    name: 'unlocked',
    title: 'Shared state is read without its lock',
    attempts: {
      async: { impossible: 'nothing runs between two awaits' },
      coroutines: { impossible: 'nothing runs between two waits' },
      workers: { impossible: 'threads share no objects' },
      goroutines: {
        file: 'go-reference/goroutines/locked.go',
        from: `func (s *server) nextMessageTo(peer raft.ServerID) raft.RaftMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
`,
        to: `func (s *server) nextMessageTo(peer raft.ServerID) raft.RaftMessage {
`,
      },
    },
  },
  {
    name: 'not-awaited',
    title: 'A wait is forgotten',
    attempts: {
      async: {
        file: server('async'),
        from: 'if (!signal.aborted) await this.campaign(signal);',
        to: 'if (!signal.aborted) this.campaign(signal);',
      },
      coroutines: { file: server('coroutines'), from: 'yield* this.campaign();', to: 'this.campaign();' },
      workers: { impossible: 'waiting is an ordinary call' },
      goroutines: { impossible: 'waiting is an ordinary call' },
    },
  },
  {
    name: 'outlives',
    title: 'Tasks outlive the election that began them',
    attempts: {
      async: {
        file: server('async'),
        from: 'await using election = new Scope(signal);',
        to: 'const election = new Scope(signal);',
      },
      coroutines: {
        file: server('coroutines'),
        from: `      } finally {
        yield* election.kill();
      }
    }
    this.react();`,
        to: `      } finally {
      }
    }
    this.react();`,
      },
      workers: { impossible: 'an election has no tasks' },
      goroutines: {
        file: goServer,
        from: `		s.runElectionTimer(ctx, decided)
		cancel()
		asking.Wait()
`,
        to: `		s.runElectionTimer(ctx, decided)
`,
      },
    },
  },
  {
    name: 'deaf',
    title: 'A task that waits does not hear that it should stop',
    attempts: {
      async: {
        file: server('async'),
        from: `      this.send(request);
      await sleep(this.clock, this.raft.settings.heartbeatInterval, signal);`,
        to: `      this.send(request);
      await sleep(this.clock, this.raft.settings.heartbeatInterval);`,
      },
      coroutines: { impossible: 'a kill reaches any wait' },
      workers: { impossible: 'it is ended from outside' },
      goroutines: {
        file: goServer,
        from: `		s.send(request)
		select {
		case <-again.C:
		case <-ctx.Done():
			return
		}
	}
}

// lead `,
        to: `		s.send(request)
		<-again.C
	}
}

// lead `,
      },
    },
  },
  {
    name: 'lost-wakeup',
    title: 'A wake-up is lost between the look and the wait',
    attempts: {
      async: {
        file: 'packages/raft-async/src/wakeup.ts',
        from: `    this.woken = true;
    this.resolve?.();`,
        to: '    this.resolve?.();',
      },
      coroutines: {
        file: server('coroutines'),
        from: `      yield* committed.wait();
      committed.clear();`,
        to: `      committed.clear();
      yield* committed.wait();`,
      },
      workers: { impossible: 'all that arrives is in one inbox' },
      goroutines: {
        file: 'go-reference/goroutines/wakeup.go',
        from: 'make(wakeup, 1)',
        to: 'make(wakeup)',
      },
    },
  },
  {
    name: 'stale',
    title: 'What was read before a wait is used after it',
    attempts: {
      async: {
        file: server('async'),
        from: `    while (!signal.aborted) {
      const request = raftCore.voteRequestTo(this.raft, peer);
      if (request === null) return;`,
        to: `    const request = raftCore.voteRequestTo(this.raft, peer);
    while (!signal.aborted) {
      if (request === null) return;`,
      },
      coroutines: {
        file: server('coroutines'),
        from: `    for (;;) {
      const request = raftCore.voteRequestTo(this.raft, peer);
      if (request === null) return;`,
        to: `    const request = raftCore.voteRequestTo(this.raft, peer);
    for (;;) {
      if (request === null) return;`,
      },
      workers: { impossible: 'nothing is held over the one wait' },
      goroutines: {
        file: goServer,
        from: 'for request := s.voteRequestTo(peer); request != nil; request = s.voteRequestTo(peer) {',
        to: 'for request := s.voteRequestTo(peer); request != nil; {',
      },
    },
  },
];
