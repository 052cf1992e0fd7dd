// Histories in files: one operation a line, as JSON, read by the Go program `linearizable`.

import { createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Operation, OperationInput } from './history.ts';

/** A file that is not a history; the message names file, line and problem. */
export class UnreadableHistory extends Error {
  override readonly name = 'UnreadableHistory';
}

/** Operations in one write. */
const batchSize = 256;

/** Writes operations as they arrive. @throws Error if the file can't be written */
export async function writeHistory(
  file: string,
  operations: Iterable<Operation> | AsyncIterable<Operation>,
): Promise<void> {
  await pipeline(linesOf(operations), createWriteStream(file));
}

async function* linesOf(operations: Iterable<Operation> | AsyncIterable<Operation>): AsyncGenerator<string> {
  let [lines, count] = ['', 0];
  for await (const operation of operations) {
    lines += `${JSON.stringify(operation)}\n`;
    count += 1;
    if (count % batchSize !== 0) continue;
    yield lines;
    lines = '';
  }
  yield lines;
}

/** Yields the operations in order. @throws UnreadableHistory, after the operations before the problem */
export async function* readHistory(file: string): AsyncGenerator<Operation> {
  await using handle = await openHistory(file);
  let number = 0;
  for await (const line of handle.readLines()) {
    number += 1;
    const operation = parse(line);
    if (typeof operation === 'string') throw new UnreadableHistory(`${file}: line ${number}: ${operation}`);
    yield operation;
  }
}

async function openHistory(file: string): Promise<FileHandle> {
  try {
    return await open(file);
  } catch (error) {
    throw new UnreadableHistory(`${file} can't be read: ${(error as Error).message}`);
  }
}

/** An operation, or what is wrong with it. */
function parse(line: string): Operation | string {
  let given: unknown;
  try {
    given = JSON.parse(line);
  } catch (error) {
    return (error as Error).message;
  }
  return problemOf(given) ?? (given as Operation);
}

const fields = ['client', 'asked', 'call', 'return', 'answer'];

/** As strict as the Go program: a missing or misspelt field would silently change the verdict. */
function problemOf(given: unknown): string | null {
  if (!hasExactly(given, fields)) return `an operation has exactly ${fields.join(', ')}`;
  const { client, asked, call, return: returned, answer } = given;
  if (!isCount(client)) return `client is ${JSON.stringify(client)}: give 0 or more`;
  if (!isInput(asked)) return `${JSON.stringify(asked)} is asked: give a set, a delete or a read`;
  if (!isCount(call)) return `call is ${JSON.stringify(call)}: give a place, 0 or more`;
  if (returned === null)
    return answer === null ? null : `there is an answer, ${JSON.stringify(answer)}, and no return`;
  if (!isCount(returned) || returned <= call)
    return `return is ${JSON.stringify(returned)}: give a place after the call, which is ${call}`;
  if (answer !== null && typeof answer !== 'string') return `the answer is ${answer}: give a name or null`;
  return null;
}

function isInput(given: unknown): given is OperationInput {
  const isSet =
    hasExactly(given, ['type', 'id', 'name']) && given.type === 'set' && typeof given.name === 'string';
  const isOther = hasExactly(given, ['type', 'id']) && (given.type === 'delete' || given.type === 'read');
  return (isSet || isOther) && typeof given.id === 'string';
}

function hasExactly(given: unknown, names: readonly string[]): given is Record<string, unknown> {
  if (typeof given !== 'object' || given === null) return false;
  return Object.keys(given).length === names.length && names.every((name) => name in given);
}

function isCount(given: unknown): given is number {
  return Number.isSafeInteger(given) && (given as number) >= 0;
}
