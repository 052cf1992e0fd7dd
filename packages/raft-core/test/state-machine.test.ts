// The replicated map, and the digest by which two of them are compared.

import { describe, expect, it } from 'vitest';
import type { Command } from '../src/messages.ts';
import { StateMachine } from '../src/state-machine.ts';

const set = (id: string, name: string): Command => ({ type: 'set', id, name });

function machineWith(...commands: Command[]): StateMachine {
  const machine = new StateMachine();
  for (const command of commands) machine.apply(command);
  return machine;
}

describe('the state machine', () => {
  it('answers with the name that the id had before', () => {
    const machine = new StateMachine();
    expect(machine.apply(set('1', 'Ada'))).toBe(null);
    expect(machine.apply(set('1', 'Grace'))).toBe('Ada');
    expect(machine.apply({ type: 'delete', id: '1' })).toBe('Grace');
    expect(machine.apply({ type: 'delete', id: '1' })).toBe(null);
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

  it('has a digest that tells ids from names, and one pair from two', () => {
    const digests = [
      machineWith(),
      machineWith(set('ab', 'c')),
      machineWith(set('a', 'bc')),
      machineWith(set('a', 'b'), set('c', '')),
      machineWith(set('', '')),
    ].map((machine) => machine.digest().digest);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('has the digests that go-reference/raft/state_machine_test.go has, also beyond ASCII', () => {
    expect(machineWith().digest().digest).toBe('811c9dc5');
    expect(machineWith(set('1', 'Ada'), set('2', 'Grace')).digest().digest).toBe('b98f6096');
    expect(machineWith(set('é', 'ü'), set('\u{1F600}', 'x'), set('\uFFFD', 'y')).digest().digest).toBe(
      '853cc83d',
    );
  });
});
