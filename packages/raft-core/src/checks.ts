// Runtime checks of values from callers, and their display in errors. A caller may be untyped, and a wrong value in the log
// would stop replication or make servers diverge much later. `undefined` counts as not given where a value is optional;
// `null`, another type or an unknown field is refused.

import { InvalidArgument } from './errors.ts';

/** Maximum characters of a text in an error message. */
const shown = 40;

/** Displays any value briefly, without calling its methods. */
export function show(value: unknown): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      if (value.length <= shown) return JSON.stringify(value);
      return `${JSON.stringify(value.slice(0, shown))}… (${value.length} characters)`;
    case 'number':
    case 'boolean':
    case 'undefined':
      return `${value}`;
    case 'object':
      return Array.isArray(value) ? 'an array' : 'an object';
    default:
      return `a ${typeof value}`;
  }
}

/** @throws InvalidArgument naming the field and the value */
export function refuse(name: string, value: unknown, wanted: string): never {
  throw new InvalidArgument(`${name} is ${show(value)}: give ${wanted}`);
}

/** @throws InvalidArgument unless it is an object other than an array */
export function requireObject(name: string, value: unknown): asserts value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(name, value, 'an object');
}

/** @throws InvalidArgument unless it is an object with known fields only */
export function requireFields(name: string, value: unknown, known: readonly string[]): void {
  requireObject(name, value);
  for (const field in value) if (!isOneOf(known, field)) refuseField(name, value, field);
}

/** A plain loop: `includes` makes the checks of a proposal half as slow again. */
function isOneOf(known: readonly string[], field: string): boolean {
  for (let i = 0; i < known.length; i++) if (known[i] === field) return true;
  return false;
}

function refuseField(name: string, object: object, field: string): void {
  const value = object[field as keyof object] as unknown;
  if (value === undefined) return;
  throw new InvalidArgument(`${show(field)} is ${show(value)}: there is no such field in ${name}`);
}

/** @throws InvalidArgument unless it is a string without lone surrogates, which have no UTF-8 form */
export function requireText(name: string, value: unknown): void {
  if (typeof value !== 'string') refuse(name, value, 'a string');
  if (!value.isWellFormed()) refuse(name, value, 'well-formed text');
}

/** @throws InvalidArgument unless it is an integer within these bounds */
export function requireInteger(name: string, value: unknown, min: number, max: number): void {
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max)
    refuse(name, value, `an integer from ${min} to ${max}`);
}

/** @throws InvalidArgument unless it is a number within these bounds */
export function requireBetween(name: string, value: unknown, min: number, max: number, wanted: string): void {
  if (!(typeof value === 'number' && value >= min && value <= max)) refuse(name, value, wanted);
}

/** @throws InvalidArgument unless it is true or false */
export function requireFlag(name: string, value: unknown): void {
  if (typeof value !== 'boolean') refuse(name, value, 'true or false');
}
