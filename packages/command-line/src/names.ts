// Options that take a list of names or numbers: `a,b`, `a b`, and any mixture. Blanks and duplicates are ignored.

import { InvalidArgumentError } from 'commander';
import { nearest } from './nearest.ts';

/** Option parser of a list; use it with a variadic option, such as `--target <names...>`. */
type ListParser<T> = (text: string, before?: readonly T[]) => T[];

/** Parser of known names. @param more names that are also known, but not listed where a name is wrong */
export function names(known: readonly string[], more: readonly string[] = []): ListParser<string> {
  return list((name) => {
    if (known.includes(name) || more.includes(name)) return name;
    const meant = nearest(name, [...known, ...more]);
    const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
    throw new InvalidArgumentError(`Allowed choices are ${known.join(', ')}.${hint}`);
  });
}

/** Parser of integers in a range, both ends included. */
export function integers(min: number, max: number): ListParser<number> {
  return list((text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Give integers from ${min} to ${max}.`);
  });
}

function list<T>(parse: (text: string) => T): ListParser<T> {
  return (text, before = []) => {
    const parts = text.split(/[\s,]+/).filter((part) => part !== '');
    if (parts.length === 0 && before.length === 0) parse('');
    return [...new Set([...before, ...parts.map(parse)])];
  };
}
