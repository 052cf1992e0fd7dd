// The replicated map, and the digest by which two of them are compared.

import type { Command } from '@three-ways/raft-core';
import { describe, expect, it } from 'vitest';
import { StateMachine } from '../src/state-machine.ts';

const set = (id: string, name: string): Command => ({ type: 'set', id, name });

function machineWith(...commands: Command[]): StateMachine {
  const machine = new StateMachine();
  for (const [i, command] of commands.entries()) machine.apply(command, i + 1);
  return machine;
}

describe('the state machine', () => {
  it('answers with the name that the id had before', () => {
    const machine = new StateMachine();
    expect(machine.apply(set('1', 'Ada'), 1)).toBe(null);
    expect(machine.apply(set('1', 'Grace'), 1)).toBe('Ada');
    expect(machine.apply({ type: 'delete', id: '1' }, 1)).toBe('Grace');
    expect(machine.apply({ type: 'delete', id: '1' }, 1)).toBe(null);
    expect(machine.get('1')).toBe(null);
  });

  it('does not count a no-op', () => {
    expect(machineWith({ type: 'noop' }, set('1', 'Ada'), { type: 'noop' }).digest().applied).toBe(1);
  });

  it('has a digest that does not depend on the order of ids', () => {
    const [one, other] = [
      machineWith(set('a', '1'), set('b', '2')),
      machineWith(set('b', '2'), set('a', '1')),
    ];
    expect(one.digest()).toEqual(other.digest());
  });

  it('has a digest that distinguishes ids from names, and one pair from two', () => {
    const digests = [
      machineWith(),
      machineWith(set('ab', 'c')),
      machineWith(set('a', 'bc')),
      machineWith(set('a', 'b'), set('c', '')),
      machineWith(set('', '')),
    ].map((machine) => machine.digest().digest);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('has the digests that go-reference/kv/twins_test.go has, also beyond ASCII', () => {
    expect(machineWith().digest().digest).toBe('811c9dc5');
    expect(machineWith(set('1', 'Ada'), set('2', 'Grace')).digest().digest).toBe('b98f6096');
    expect(machineWith(set('é', 'ü'), set('\u{1F600}', 'x'), set('\uFFFD', 'y')).digest().digest).toBe(
      '853cc83d',
    );
  });

  it('goes through a snapshot unharmed, its sessions too', () => {
    const machine = machineWith({ type: 'register' }, set('é', 'ü'), set('1', 'Ada'), {
      ...{ type: 'set', id: '1', name: 'Grace' },
      mark: { session: 1, sequence: 1 },
    });
    const restored = new StateMachine();
    restored.restore(machine.snapshot());
    expect(restored.digest()).toEqual(machine.digest());
    expect(restored.snapshot()).toEqual(machine.snapshot());
    const again: Command = { type: 'set', id: '1', name: 'Grace', mark: { session: 1, sequence: 1 } };
    expect(restored.apply(again, 9)).toBe('Ada');
    expect(restored.get('1')).toBe('Grace');
  });

  it('refuses bytes that are no snapshot', () => {
    const whole = machineWith(set('1', 'Ada')).snapshot();
    expect(() => new StateMachine().restore(whole.subarray(0, whole.length - 1))).toThrow(/truncated/);
    expect(() => new StateMachine().restore(new Uint8Array(16).fill(255))).toThrow(/expected a count/);
  });
});

describe('a client session', () => {
  const once = (sequence: number, name: string, session = 1): Command => ({
    ...{ type: 'set', id: '1', name },
    mark: { session, sequence },
  });

  it('applies a command once and answers it alike every time', () => {
    const machine = machineWith({ type: 'register' }, set('1', 'Ada'));
    expect(machine.apply(once(1, 'Grace'), 3)).toBe('Ada');
    expect(machine.apply(set('1', 'Edsger'), 4)).toBe('Grace');
    expect(machine.apply(once(1, 'Grace'), 5)).toBe('Ada');
    expect(machine.get('1')).toBe('Edsger');
    expect(machine.digest().applied).toBe(3);
  });

  it('is named after the index of the entry that opened it', () => {
    expect(new StateMachine().apply({ type: 'register' }, 7)).toBe(7);
  });

  it('refuses a command older than its newest, and one of a session that it does not know', () => {
    const machine = machineWith({ type: 'register' });
    machine.apply(once(5, 'Ada'), 2);
    expect(machine.apply(once(4, 'Grace'), 3)).toEqual({ refused: 'SequenceTooOld' });
    expect(machine.apply(once(1, 'Grace', 99), 4)).toEqual({ refused: 'SessionExpired' });
    expect(machine.get('1')).toBe('Ada');
  });

  it('is closed when the limit is reached by others used since', () => {
    const machine = new StateMachine(2);
    machine.apply({ type: 'register' }, 1);
    machine.apply({ type: 'register' }, 2);
    machine.apply(once(1, 'Ada', 1), 3);
    machine.apply({ type: 'register' }, 4);
    expect(machine.apply(once(1, 'Grace', 2), 5)).toEqual({ refused: 'SessionExpired' });
    expect(machine.apply(once(2, 'Grace', 1), 6)).toBe('Ada');
  });
});
