// The chapter of the servers.

import type { Chapter } from '../../chapter/chapter.ts';
import { clients } from './clients.ts';
import { elections } from './elections.ts';
import { leading } from './leading.ts';
import { life } from './life.ts';
import { messages } from './messages.ts';
import { state } from './state.ts';

export const servers: Chapter = {
  id: 'servers',
  title: 'One Raft server, four times',
  short: 'Servers',
  about: [
    'What a server decides is written once per language, in the rules. What you see here is the rest: how it waits, talks and shares. A difference between two columns is therefore a difference between two models of concurrency.',
    'Ask of each row: where can others run? Who wakes whom? What happens to a task when its role ends? In the event loop and the coroutines the answer to the first is marked in the text, `await` and `yield*`; a thread waits in one place; a goroutine may be interrupted anywhere, and holds a lock where it must not be.',
  ],
  columns: ['async', 'coroutines', 'workers', 'goroutines'],
  shown: ['async', 'coroutines', 'workers', 'goroutines'],
  entries: [...life, ...elections, ...leading, ...messages, ...state, ...clients],
};
