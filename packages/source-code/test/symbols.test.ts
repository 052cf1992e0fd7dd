// Symbols by name, and what is said of those that are missing, ambiguous or in a file that can't be parsed.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AmbiguousSymbol,
  findSymbol,
  parseText,
  readSource,
  SyntaxFault,
  symbolsOf,
  UnknownLanguage,
  UnknownSymbol,
} from '@three-ways/source-code';
import { describe, expect, it } from 'vitest';

const typescript = parseText(
  `// A comment.
import { a } from 'a';

export const first = 1,
  second = 2;

/** Documentation, which is not part of the symbol. */
export abstract class Server<T> {
  private readonly receive = (message: T): void => {
    const local = () => message;
  };
  static #count = 1;
  constructor(id: number);
  constructor(id: unknown) {
    this.id = id;
  }
  get running(): boolean {
    return true;
  }
  set running(on: boolean) {}
  abstract persist(): void;
  async run(): Promise<void> {
    function inner() {}
    await using scope = new Scope();
  }
  [Symbol.dispose](): void {}
}

interface Clock {
  now(): number;
  readonly at: number;
}
type Id = number;
const object = { method() {}, arrow: () => 1 };
export default function main() {}
`,
  'typescript',
  'server.ts',
);

const go = parseText(
  `package x

const one, two = 1, 2

type (
	queue[T any] struct {
		mu    sync.Mutex
		items []T
	}
	sender interface {
		Send(x int) error
	}
)

// Documented.
type id int

func (q *queue[T]) put(item T) {
	add := func() {}
	add()
}

func (i id) put() {}

func run() {}
`,
  'go',
  'queue.go',
);

const python = parseText(
  `"""A module."""
LIMIT = 3


class Queue:
    size: int = 0

    @property
    def full(self):
        """Whether it is full."""
        def inner():
            pass
        return inner


def run():
    local = 1


type Id = int
`,
  'python',
  'queue.py',
);

describe('a symbol', () => {
  it.each([
    ['second', typescript, 5, 5, 'second = 2'],
    ['Server', typescript, 8, 27, 'export abstract class Server<T> {'],
    ['Server.receive', typescript, 9, 11, 'private readonly receive = (message: T): void => {'],
    ['Server.receive.local', typescript, 10, 10, 'const local = () => message;'],
    ['Server.#count', typescript, 12, 12, 'static #count = 1'],
    ['Server.constructor', typescript, 14, 16, 'constructor(id: unknown) {'],
    ['Server.get running', typescript, 17, 19, 'get running(): boolean {'],
    ['Server.set running', typescript, 20, 20, 'set running(on: boolean) {}'],
    ['Server.persist', typescript, 21, 21, 'abstract persist(): void'],
    ['Server.run', typescript, 22, 25, 'async run(): Promise<void> {'],
    ['Server.run.inner', typescript, 23, 23, 'function inner() {}'],
    ['Server[Symbol.dispose]', typescript, 26, 26, '[Symbol.dispose](): void {}'],
    ['Clock.now', typescript, 30, 30, 'now(): number'],
    ['Id', typescript, 33, 33, 'type Id = number;'],
    ['object.method', typescript, 34, 34, 'method() {}'],
    ['main', typescript, 35, 35, 'export default function main() {}'],
    ['two', go, 3, 3, 'const one, two = 1, 2'],
    ['queue', go, 6, 9, 'queue[T any] struct {'],
    ['queue.items', go, 8, 8, 'items []T'],
    ['sender.Send', go, 11, 11, 'Send(x int) error'],
    ['id', go, 16, 16, 'type id int'],
    ['queue.put', go, 18, 21, 'func (q *queue[T]) put(item T) {'],
    ['queue.put.add', go, 19, 19, 'add := func() {}'],
    ['id.put', go, 23, 23, 'func (i id) put() {}'],
    ['run', go, 25, 25, 'func run() {}'],
    ['LIMIT', python, 2, 2, 'LIMIT = 3'],
    ['Queue', python, 5, 13, 'class Queue:'],
    ['Queue.size', python, 6, 6, 'size: int = 0'],
    ['Queue.full', python, 8, 13, '@property'],
    ['Queue.full.inner', python, 11, 12, 'def inner():'],
    ['run', python, 16, 17, 'def run():'],
    ['Id', python, 20, 20, 'type Id = int'],
  ])('%s is found', (name, source, startLine, endLine, firstLine) => {
    const symbol = findSymbol(source, name);
    expect([symbol.startLine, symbol.endLine, symbol.text.split('\n')[0]]).toEqual([
      startLine,
      endLine,
      firstLine,
    ]);
    expect(source.text.slice(symbol.node.start, symbol.node.end)).toBe(symbol.text);
  });

  it('is in the list of its file', () => {
    expect(symbolsOf(python).map(({ name }) => name)).toEqual([
      'LIMIT',
      'Queue',
      'Queue.size',
      'Queue.full',
      'Queue.full.inner',
      'run',
      'Id',
    ]);
  });

  it('that is missing is an error which names it, and others of that name', () => {
    expect(() => findSymbol(go, 'server.put')).toThrow(
      new UnknownSymbol('queue.go', 'server.put', ['queue.put', 'id.put']),
    );
    expect(() => findSymbol(go, 'server.put')).toThrow(
      'queue.go has no symbol server.put: there is queue.put, id.put',
    );
    expect(() => findSymbol(typescript, 'Server.local')).toThrow(UnknownSymbol);
    expect(() => findSymbol(python, 'run.local')).toThrow('queue.py has no symbol run.local');
  });

  it('that is declared twice is an error which names its lines', () => {
    expect(() => findSymbol(typescript, 'Server.running')).toThrow(
      'server.ts has the symbol Server.running 2 times, in lines 17, 20',
    );
    const twice = parseText('if x:\n    def f(): pass\nelse:\n    def f(): pass\n', 'python', 'f.py');
    expect(() => findSymbol(twice, 'f')).toThrow(AmbiguousSymbol);
  });
});

describe('a source', () => {
  it('that the grammar does not understand is an error which names the line', () => {
    const parse = () => parseText('const a = 1;\nconst b = ;\n', 'typescript', 'b.ts');
    expect(parse).toThrow(SyntaxFault);
    expect(parse).toThrow(
      "b.ts:2: the grammar does not understand 'const b = ;': correct it or write it otherwise",
    );
    expect(() => parseText('func f() {', 'go')).toThrow(SyntaxFault);
    expect(() => parseText('def f(:\n    pass\n', 'python')).toThrow(SyntaxFault);
  });

  it('in another language is an error which says what to give', () => {
    expect(() => readSource('README.md')).toThrow(UnknownLanguage);
    expect(() => readSource('README.md')).toThrow(
      'README.md is not in a known language: give a file that ends in .ts, .go or .py',
    );
  });

  it('is read from its file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'source-code-'));
    const path = join(folder, 'f.py');
    writeFileSync(path, 'def f():\r\n    return "é"\r\n');
    const { path: named, language, node } = readSource(path);
    rmSync(folder, { recursive: true });
    expect([named, language, node.type]).toEqual([path, 'python', 'module']);
  });

  // What Go 1.26 and TypeScript 7 have and the grammars don't.
  it.each([
    ['typescript', 'interface Sender<in T, out U> extends Wait<T> {}'],
    ['typescript', 'interface Both<in out T> {}'],
    ['typescript', "export type * from './a.ts';"],
    ['typescript', 'interface Paper { readonly abstract: string }'],
    ['typescript', 'for (using lock of locks) f(lock);'],
    ['typescript', 'async function f() { await using a = b(); using c = d(); }'],
    ['go', 'package x\n\nvar seed = new(uint32(4))\nvar none = new(uint32)\nvar text = new("a")\n'],
  ] as const)('in %s may have syntax newer than the grammar: %s', (language, text) => {
    const { node } = parseText(text, language);
    expect(node.text).toBe(text);
  });
});
