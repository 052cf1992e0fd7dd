// Figures of small programs (samples.ts) that were counted by hand.

import { findSymbol, measure, measureText, parseText } from '@three-ways/source-code';
import { describe, expect, it } from 'vitest';
import { campaign, goServer, pythonServer, server, thread } from './samples.ts';

describe('an async function', () => {
  const figures = measureText(campaign, 'typescript');

  it('has its lines', () => {
    expect(figures).toMatchObject({ lines: 11, linesWithoutImports: 10, commentLines: 1, statements: 10 });
  });

  // By line: 7 + 17 + 9 + 5 + 8 + 12 + 8 + 10 + 1 + 19 + 1; the template is 3 tokens, with 4 in its substitutions.
  it('has its tokens', () => {
    expect(figures).toMatchObject({ tokens: 97, tokensWithoutImports: 90, words: 61 });
  });

  // await using, await, await.
  it('has its waiting points', () => {
    expect(figures).toMatchObject({ waits: 3, primitiveWaits: 3, waitsByCase: 3, waitsWithCalls: 3 });
  });

  // for > if; 1 + for, if, &&, else if, ?:.
  it('has its nesting and complexity', () => {
    expect(figures).toMatchObject({
      nesting: 2,
      blockNesting: 2,
      complexity: 6,
      complexityBySwitch: 6,
      functions: 1,
    });
  });
});

describe('a class of coroutines', () => {
  const figures = measureText(server, 'typescript', 'coroutines');

  it('has its lines', () => {
    expect(figures).toMatchObject({ lines: 19, linesWithoutImports: 19, commentLines: 0, statements: 11 });
  });

  // By line: 3 + 10 + 11 + 2 + 27 + 6 + 7 + 3 + 2 + 3 + 2 + 2 + 1 + 1 + 1 + 13 + 7 + 1 + 1.
  it('has its tokens', () => {
    expect(figures).toMatchObject({ tokens: 103, tokensWithoutImports: 103, words: 58 });
  });

  // yield* of its own function, yield, yield*.
  it('has its waiting points', () => {
    expect(figures).toMatchObject({ waits: 3, primitiveWaits: 2, waitsByCase: 2, waitsWithCalls: 3 });
  });

  // try > while > function; 2 functions + ??, while, ?:, catch + 2 cases or 1 switch.
  it('has its nesting and complexity', () => {
    expect(figures).toMatchObject({
      nesting: 3,
      blockNesting: 2,
      complexity: 8,
      complexityBySwitch: 7,
      functions: 2,
    });
  });

  it('can be measured by its symbols', () => {
    const source = parseText(server, 'typescript');
    const run = findSymbol(source, 'Server.run');
    const campaign = findSymbol(source, 'Server.campaign');
    expect(measure(run)).toMatchObject({
      lines: 14,
      waits: 2,
      primitiveWaits: 2,
      complexity: 7,
      functions: 1,
    });
    expect(measure([run, campaign])).toMatchObject({
      lines: 17,
      primitiveWaits: 2,
      complexity: 8,
      nesting: 3,
    });
  });
});

describe('a thread', () => {
  // receive, Atomics.wait, send of a Sender, await; not the methods of others. The call of `serve`, but not after `void`.
  it('waits where it calls what blocks', () => {
    const figures = { waits: 4, primitiveWaits: 4, waitsByCase: 4, waitsWithCalls: 5 };
    expect(measureText(thread, 'typescript', 'workers')).toMatchObject(figures);
  });

  it('waits for a lock and a queue of those classes, not for what has a method of that name', () => {
    const text = `const mutex = new Mutex(word);
const queue: Queue = make();
{
  using lock = mutex.lock();
  queue.put(queue.take());
  waiters.take(1);
  screen.lock();
}`;
    expect(measureText(text, 'typescript', 'workers').waits).toBe(3);
  });

  it('waits only at its await for who takes it for a task of the event loop', () => {
    expect(measureText(thread, 'typescript', 'async')).toMatchObject({ waits: 1, waitsWithCalls: 1 });
  });
});

describe('goroutines', () => {
  const figures = measureText(goServer, 'go');

  // Without those in headers: i := 0, i++, x := <-s.news, and the cases of select.
  it('have their lines and statements', () => {
    expect(figures).toMatchObject({ lines: 42, linesWithoutImports: 40, commentLines: 1, statements: 24 });
  });

  // select, Lock, range, receive, receive, Sleep, send; the first select has 3 cases, the second has a default.
  it('have their waiting points', () => {
    expect(figures).toMatchObject({ waits: 7, primitiveWaits: 7, waitsByCase: 9, waitsWithCalls: 8 });
  });

  // for > select > if; 2 functions + for, if, &&, || + for, for, if, else if + 5 cases or 3 switches.
  it('have their nesting and complexity', () => {
    expect(figures).toMatchObject({
      nesting: 3,
      blockNesting: 3,
      complexity: 15,
      complexityBySwitch: 13,
      functions: 2,
    });
  });

  it('wait for a channel or an iterator that they range over, not for a number of the same name', () => {
    const text = `package x

func receive(messages <-chan int, others iter.Seq[int]) {
	for range messages {
	}
	for range others {
	}
}

func count(messages int) {
	for range messages {
	}
	for range slices.Values(others) {
	}
	queue := make(chan int)
	for range queue {
	}
}`;
    expect(measureText(text, 'go').waits).toBe(3);
  });

  it('have their tokens', () => {
    const text = `package x

func f(c chan<- int) {
	c <- len("a\\n") + 'x'
}`;
    expect(measureText(text, 'go')).toMatchObject({ tokens: 20, tokensWithoutImports: 18, words: 14 });
  });

  it('nest functions in functions', () => {
    const text = 'package x\nfunc f() {\n\tg(func() {\n\t\tif a {\n\t\t\th(func() {})\n\t\t}\n\t})\n}';
    expect(measureText(text, 'go')).toMatchObject({
      nesting: 3,
      blockNesting: 1,
      functions: 1,
      complexity: 2,
    });
  });
});

describe('a class of Python', () => {
  const figures = measureText(pythonServer, 'python');

  it('has its lines, its docstrings as comments', () => {
    expect(figures).toMatchObject({ lines: 28, linesWithoutImports: 26, commentLines: 6, statements: 23 });
  });

  // with lock, join(5), get(timeout=1), sleep; not get(item), and not ", ".join. A call of its own function.
  it('has its waiting points', () => {
    expect(figures).toMatchObject({ waits: 4, primitiveWaits: 4, waitsByCase: 4, waitsWithCalls: 5 });
  });

  // with > for > if; 2 functions + for, if, and, or, elif, except, for, if + case 1 | 2, for, if … else.
  it('has its nesting and complexity', () => {
    expect(figures).toMatchObject({
      nesting: 3,
      blockNesting: 3,
      complexity: 13,
      complexityBySwitch: 13,
      functions: 2,
    });
  });

  // 4 for the first string, and x, width, y.
  it('has its tokens', () => {
    expect(measureText(`x = f"{x!r:>{width}} of {y}" 'b'`, 'python').tokens).toBe(10);
  });
});

describe('a text without functions', () => {
  it('has the complexity 1', () => {
    for (const language of ['typescript', 'python'] as const)
      expect(measureText('', language)).toMatchObject({ lines: 0, tokens: 0, complexity: 1, functions: 0 });
  });
});
