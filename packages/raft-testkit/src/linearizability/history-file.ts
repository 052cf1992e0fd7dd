// Histories in files: one operation a line, as JSON. What the Go program `linearizable` judges, and what a history is kept as.

import { createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Asked, Operation } from '../schedules/history.ts';

/** A file that holds no history; the message names the file, the line and what is wrong there. */
export class UnreadableHistory extends Error {
  override readonly name = 'UnreadableHistory';
}

/** Written at once (operations). */
const batchSize = 256;

/** Writes the operations as they come. @throws Error if the file can't be written */
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

/** The operations, in the order in which they were written. @throws UnreadableHistory, after all that comes before the fault */
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
  return faultOf(given) ?? (given as Operation);
}

const fields = ['client', 'asked', 'call', 'return', 'answer'];

/** As strict as the judge is: a field that is missing or misspelt would change the verdict and not be noticed. */
function faultOf(given: unknown): string | null {
  if (!hasJust(given, fields)) return `an operation has ${fields.join(', ')}, and no more`;
  const { client, asked, call, return: returned, answer } = given;
  if (!isCount(client)) return `client is ${JSON.stringify(client)}: give 0 or more`;
  if (!isAsked(asked)) return `${JSON.stringify(asked)} is asked: give a set, a delete or a read`;
  if (!isCount(call)) return `call is ${JSON.stringify(call)}: give a place, 0 or more`;
  if (returned === null)
    return answer === null ? null : `there is an answer, ${JSON.stringify(answer)}, and no return`;
  if (!isCount(returned) || returned <= call)
    return `return is ${JSON.stringify(returned)}: give a place after the call, which is ${call}`;
  if (answer !== null && typeof answer !== 'string') return `the answer is ${answer}: give a name or null`;
  return null;
}

function isAsked(given: unknown): given is Asked {
  const isSet =
    hasJust(given, ['type', 'id', 'name']) && given.type === 'set' && typeof given.name === 'string';
  const isOther = hasJust(given, ['type', 'id']) && (given.type === 'delete' || given.type === 'read');
  return (isSet || isOther) && typeof given.id === 'string';
}

function hasJust(given: unknown, names: readonly string[]): given is Record<string, unknown> {
  if (typeof given !== 'object' || given === null) return false;
  return Object.keys(given).length === names.length && names.every((name) => name in given);
}

function isCount(given: unknown): given is number {
  return Number.isSafeInteger(given) && (given as number) >= 0;
}
