// Arguments of callers: each value is copied or refused with a typed error, never accepted in part.

import { InvalidArgument, newRaft, settings, show } from '@three-ways/raft-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientCommand, maxCommandBytes, proposeOptions, requireKey } from '../src/arguments.ts';
import { isWellFormed } from '../src/client-messages.ts';
import { faultRules } from '../src/faults.ts';

/** Anything, and often nearly a command. */
const anything = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
  fc.record(
    {
      type: fc.oneof(fc.constantFrom('set', 'delete', 'register', 'noop', 'configuration'), fc.anything()),
      id: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
      name: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
      mark: fc.anything(),
    },
    { requiredKeys: ['type'] },
  ),
);

describe('a command from a client', () => {
  it('is copied or refused, for any value', () => {
    fc.assert(
      fc.property(anything, fc.option(fc.anything(), { nil: undefined }), (given, session) => {
        try {
          const command = clientCommand(given as never, session as never);
          expect(command).not.toBe(given);
          expect(['set', 'delete', 'register']).toContain(command.type);
          expect('mark' in command).toBe(session !== undefined);
        } catch (error) {
          if (!(error instanceof InvalidArgument)) throw error;
          expect(error.message.length).toBeLessThan(300);
          expect(error.message.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is read field by field, and each of them once', () => {
    const read: string[] = [];
    const watched = <T extends object>(object: T): T =>
      new Proxy(object, {
        get(target, field) {
          read.push(String(field));
          return Reflect.get(target, field);
        },
      });
    const mark = watched({ session: 1, sequence: 2 });
    const { session } = proposeOptions(watched({ session: mark }));
    const command = clientCommand(watched({ type: 'set', id: '1', name: 'Ada' } as const), session);
    expect(command).toEqual({ type: 'set', id: '1', name: 'Ada', mark: { session: 1, sequence: 2 } });
    expect(read.sort()).toEqual([
      ...['id', 'name', 'sequence', 'session', 'session', 'signal', 'type', 'via'],
    ]);
  });

  it('may have a mebibyte of text, counted in bytes', () => {
    const set = (id: string, name: string) => () => clientCommand({ type: 'set', id, name });
    const half = maxCommandBytes / 2;
    expect(set('i'.repeat(half), 'n'.repeat(half))).not.toThrow();
    expect(set('é'.repeat(half / 2), 'é'.repeat(half / 2))).not.toThrow();
    expect(set('i', 'n'.repeat(maxCommandBytes))).toThrow(/more than 1048576 bytes of UTF-8: give less/);
    expect(set('i', 'é'.repeat(half))).toThrow(InvalidArgument);
    expect(() => requireKey('id', '😀'.repeat(maxCommandBytes / 4))).not.toThrow();
    expect(() => requireKey('id', '😀'.repeat(maxCommandBytes / 4 + 1))).toThrow(/id has more than/);
  });
});

describe('a refusal', () => {
  it('shows any value in a few characters, and calls none of its methods', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => {
        expect(show(value).length).toBeLessThan(300);
      }),
    );
    const hostile = new Proxy(
      {},
      {
        get() {
          throw new Error('it was read');
        },
      },
    );
    expect([hostile, Symbol('s'), 10n ** 40n, () => {}, null, Number.NaN].map(show)).toEqual([
      ...['an object', 'a symbol', 'a bigint', 'a function', 'null', 'NaN'],
    ]);
  });
});

describe('fault rules', () => {
  it('are a copy without what is undefined', () => {
    const given = { drop: 0.5, delay: undefined, seed: 0 };
    const rules = faultRules(given as never);
    given.drop = 7;
    expect(Object.entries(rules)).toEqual([
      ['drop', 0.5],
      ['seed', 0],
    ]);
  });
});

describe('from a peer', () => {
  const raft = newRaft(1, settings(), { currentTerm: 0, votedFor: null, snapshot: null, entries: [] });
  const route = { from: 2, to: 1, requestId: 7 };
  const request = (command: unknown, more: object = {}) =>
    isWellFormed(raft, { type: 'ClientRequest', ...route, command, ...more } as never);
  const reply = (outcome: unknown, more: object = {}) =>
    isWellFormed(raft, { type: 'ClientReply', ...route, outcome, ...more } as never);
  const set = { type: 'set', id: '1', name: 'Ada' };

  it('a command that a client may propose is taken, with its mark', () => {
    for (const command of [set, { type: 'delete', id: '' }, { type: 'register' }])
      expect(request(command)).toBe(true);
    expect(request({ ...set, mark: { session: 3, sequence: 1 } })).toBe(true);
  });

  it.each([
    ...[null, undefined, 5, [], {}, { type: 'noop' }, { ...set, name: 5 }, { ...set, more: 1 }],
    { type: 'configuration', configuration: { voters: [2], learners: [] } },
    ...[{ sequence: 1 }, { session: 3, sequence: 0 }, { session: 3, sequence: 1.5 }, null].map((mark) => ({
      ...set,
      mark,
    })),
    { type: 'register', mark: { session: 3, sequence: 1 } },
    { ...set, name: 'n'.repeat(maxCommandBytes) },
    { ...set, name: '\ud800' },
  ])('another command is dropped: %#', (command) => {
    expect(request(command)).toBe(false);
  });

  it.each([{ from: 1 }, { from: 0 }, { to: 2 }, { requestId: -1 }, { requestId: 'x' }])(
    'a message that no server can have sent is dropped: %j',
    (more) => {
      expect(request(set, more)).toBe(false);
      expect(reply({ ok: true, answer: null }, more)).toBe(false);
    },
  );

  it('an outcome is taken if it is one', () => {
    const failure = { ok: false, error: 'NotLeader', message: 'no', leader: null };
    for (const outcome of [...['Ada', null, 3].map((answer) => ({ ok: true, answer })), failure])
      expect(reply(outcome)).toBe(true);
    for (const outcome of [
      ...[null, 5, { ok: true }, { ok: true, answer: -1 }, { ok: true, answer: {} }, { ok: false }],
      ...[
        { ...failure, leader: 'x' },
        { ...failure, message: '\ud800' },
      ],
    ])
      expect(reply(outcome)).toBe(false);
  });
});
