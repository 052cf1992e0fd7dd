// A world: everything that a run depends on, as plain data. The same world gives the same run.

import { refuse, requireInteger } from '@three-ways/raft-core';
import { longestRun, packAction, type TimedAction, unpackAction } from './actions.ts';
import { defaultSettings, type WorldSettings, worldSettings } from './settings.ts';

export const models = ['async', 'coroutines', 'go'] as const;
export type Model = (typeof models)[number];

export interface World {
  readonly model: Model;
  /** A 32-bit unsigned integer. */
  readonly seed: number;
  readonly settings: WorldSettings;
  /** In the order of their times. */
  readonly actions: readonly TimedAction[];
}

/** The version of the addresses' format. */
const version = 1;

/** Actions that an address may hold. */
const maxActions = 1000;

/** An address that can't be opened; the message is one line for the reader. */
export class WrongAddress extends Error {
  override readonly name = 'WrongAddress';
}

/** A world and a time in it (ms) as text for an address: base64url of compact JSON. */
export function addressOfWorld({ model, seed, settings, actions }: World, time: number): string {
  const changed = Object.entries(settings).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaultSettings[name as keyof WorldSettings]),
  );
  const packed = [version, model, seed, Object.fromEntries(changed), actions.map(packAction), round(time)];
  return toBase64Url(JSON.stringify(packed));
}

/** @throws WrongAddress */
export function worldAt(address: string): { readonly world: World; readonly time: number } {
  let packed: unknown;
  try {
    packed = JSON.parse(fromBase64Url(address));
  } catch {
    throw new WrongAddress('This address holds no run: it was cut off or changed.');
  }
  if (!Array.isArray(packed)) throw new WrongAddress('This address holds no run.');
  if (packed[0] !== version)
    throw new WrongAddress(
      `This address has the format ${JSON.stringify(packed[0])}: this page reads ${version}.`,
    );
  try {
    return unpack(packed);
  } catch (error) {
    throw new WrongAddress(`This address can't be opened: ${(error as Error).message}.`);
  }
}

function unpack([, model, seed, settings, actions, time]: unknown[]): { world: World; time: number } {
  if (!models.includes(model as Model)) refuse('model', model, `one of ${models.join(', ')}`);
  requireInteger('seed', seed, 0, 0xffff_ffff);
  if (!Array.isArray(actions) || actions.length > maxActions)
    refuse('actions', actions, `a list of at most ${maxActions}`);
  const timed = (actions as unknown[]).map(unpackAction).sort((a, b) => a.at - b.at);
  if (!(typeof time === 'number' && time >= 0 && time <= longestRun))
    refuse('time', time, `a time from 0 to ${longestRun} ms`);
  const world = {
    model: model as Model,
    seed: seed as number,
    settings: worldSettings(settings as Partial<WorldSettings>),
    actions: timed,
  };
  return { world, time: time as number };
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function toBase64Url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (c) => c.charCodeAt(0)));
}
