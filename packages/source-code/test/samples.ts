// Small programs whose figures are counted by hand, in measure.test.ts.

export const campaign = `import { sleep } from 'timers';

/** Documented. */
export async function campaign(peers: Id[]): Promise<number> {
  await using scope = new Scope();
  let votes = 0; // its own

  for (const peer of peers) {
    if (peer.isUp && !peer.isSelf) {
      votes += await ask(peer);
    } else if (votes > 1) break;
  }
  return votes > 2 ? votes : await last(\`\${votes} of \${peers.length}\`);
}
`;

export const server = `class Server {
  *run(): Green<void> {
    const count = this.settings?.count ?? 3;
    try {
      while (count > 0) yield* this.campaign((id) => (id > 1 ? id : 0));
    } catch (error) {
      switch (error.kind) {
        case 'stopped':
          return;
        case 'late':
        default:
          yield;
      }
    }
  }

  *campaign(decide: Decide): Green<void> {
    yield* sleep(10);
  }
}
`;

export const thread = `import * as rules from 'rules';
async function serve(inbox: Inbox, to: Sender, other: Other): Promise<void> {
  for (;;) {
    const frame = inbox.receive(10);
    if (frame === null) Atomics.wait(words, 0, 0);
    else to.send(frame);
    other.send(frame);
    this.receive(frame);
    rules.receive(frame);
    await inbox.receive();
  }
}
function run(): void {
  serve(a, b, c);
  void serve(d, e, f);
}
`;

export const goServer = `package x

import "time"

// run waits.
func (s *server) run(ctx context.Context, news <-chan int) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case s.out <- 1:
		case v, ok := <-news:
			if ok && v > 1 || s.done {
				s.persist()
			}
		}
	}
}

func (s *server) persist() {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
	for range s.news {
		<-s.written
	}
	for i := 0; i < 3; i++ {
		go s.persist()
		s.other.persist()
	}
	if x := <-s.news; x > 0 {
		return
	} else if x < 0 {
		time.Sleep(time.Second)
	}
	switch y := s.any.(type) {
	case int, string:
		s.out <- len(y)
	default:
		_ = 'x' + \`raw
text\`
	}
}
`;

export const pythonServer = `"""Module."""
import os
from queue import Queue


class Server(Base):
    """Class
    docstring."""

    lock = Lock()
    """Guards the state."""

    def run(self, queue):
        "Doc."
        text = "not a docstring"
        with self.lock:
            for item in queue:
                if item and not self.done or item > 1:
                    self.thread.join(5)
                elif item is None:
                    queue.get(timeout=1)
                else:
                    names.get(item)
        try:
            time.sleep(1)
        except (KeyError, ValueError) as error:
            raise
        finally:
            pass
        return [x for x in names if x]

    def match(self):
        # A comment.
        match self.state:
            case 1 | 2:
                self.run(None)
            case _:
                ", ".join(f"{x!r:>{width}} of {y}" for x in names)
        return 1 if self.done else lambda: 0
`;
