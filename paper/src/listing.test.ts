// Listings out of the real sources.

import { expect, test } from 'vitest';
import { listing } from './listing.ts';

const server = 'packages/raft-async/src/server.ts#Server';
const goServer = 'go-reference/goroutines/server.go#server';
const text = (argument: string) => listing(argument, 'p:1').map((line) => line.text);

test('columns that fit stand beside each other', () => {
  const lines = text(`${server}.campaign | ${goServer}.campaign`);
  expect(lines[1]).toBe('<div class="columns" data-reading="servers.html#campaign">');
  expect(lines).toContain('private async campaign(');
  expect(lines).toContain('func (s *server) campaign(ctx context.Context) {');
});

test('columns of which one is too wide stand below each other', () => {
  expect(text(`${server}.replicateTo | ${goServer}.replicateTo`)[1]).toContain('<div class="stack"');
});

test('a symbol or a file that is gone is named with its place', () => {
  expect(() => text(`${server}.nowhere`)).toThrow(/^p:1: can't list .*#Server\.nowhere: /);
  expect(() => text('packages/none.ts#a')).toThrow("p:1: can't list packages/none.ts#a: ");
});
