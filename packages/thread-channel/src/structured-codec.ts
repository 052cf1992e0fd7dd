// A portable codec for what structured cloning holds: a graph of values as JSON. Each value is a node of a list, and names
// the nodes that it contains by their index, so that shared and cyclic references survive.

import type { Codec } from './codec.ts';
import { InvalidArgument } from './errors.ts';

type Json = null | boolean | number | string | readonly Json[];
/** A primitive that JSON holds, or a tag and its content. */
type Node = null | boolean | number | string | readonly [tag: string, ...content: Json[]];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Undefined, NaN, infinities, -0, bigints, dates, regular expressions, maps, sets, arrays with holes, typed arrays, array
 * buffers, errors, and objects by their own enumerable string keys; a class's instance arrives as a plain object.
 * @throws InvalidArgument for a function, a symbol or shared memory
 */
export function structured<T>(): Codec<T> {
  return {
    encode: (value) => encoder.encode(JSON.stringify(new Flattening().flatten(value))),
    decode: (bytes) => new Unflattening(JSON.parse(decoder.decode(bytes)) as Node[]).value(0) as T,
  };
}

const typedArrays = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
] as const;

const errors = [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError] as const;

class Flattening {
  private readonly nodes: Node[] = [];
  private readonly indices = new Map<unknown, number>();

  flatten(value: unknown): readonly Node[] {
    this.index(value);
    return this.nodes;
  }

  /** The index of a value's node. Objects get theirs before their content, which may refer to them. */
  private readonly index = (value: unknown): number => {
    const known = this.indices.get(value);
    if (known !== undefined) return known;
    const index = this.nodes.push(null) - 1;
    if (typeof value === 'object' && value !== null) this.indices.set(value, index);
    this.nodes[index] = typeof value === 'object' && value !== null ? this.object(value) : primitive(value);
    return index;
  };

  private object(value: object): Node {
    if (Array.isArray(value)) return ['Array', ...this.array(value)];
    if (value instanceof Map) return ['Map', ...[...value].flat().map(this.index)];
    if (value instanceof Set) return ['Set', ...[...value].map(this.index)];
    if (value instanceof Date) return ['Date', String(value.getTime())];
    if (value instanceof RegExp) return ['RegExp', value.source, value.flags];
    if (value instanceof Error) return this.error(value);
    if (value instanceof ArrayBuffer) return ['ArrayBuffer', text(new Uint8Array(value))];
    if (ArrayBuffer.isView(value)) return view(value);
    if (Object.prototype.toString.call(value) === '[object SharedArrayBuffer]')
      throw new InvalidArgument('shared memory is no message: pass it by postMessage');
    return ['Object', ...Object.entries(value).flatMap(([key, content]) => [key, this.index(content)])];
  }

  /** Its length, then the positions and nodes of the elements that it has. */
  private array(value: readonly unknown[]): number[] {
    return [value.length, ...Object.keys(value).flatMap((i) => [Number(i), this.index(value[Number(i)])])];
  }

  private error(error: Error): Node {
    const known = errors.findIndex((type) => type.name === error.name);
    const cause = 'cause' in error ? [this.index(error.cause)] : [];
    return ['Error', Math.max(known, 0), error.message, error.stack ?? '', ...cause];
  }
}

function primitive(value: unknown): Node {
  switch (typeof value) {
    case 'undefined':
      return ['undefined'];
    case 'bigint':
      return ['bigint', String(value)];
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : ['number', Object.is(value, -0) ? '-0' : String(value)];
    case 'function':
    case 'symbol':
      throw new InvalidArgument(`a ${typeof value} is no message: send data only`);
    default:
      return value as null | boolean | string;
  }
}

function view(value: ArrayBufferView): Node {
  const type = typedArrays.findIndex((type) => value instanceof type);
  return ['view', type, text(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))];
}

/** Builds values from nodes, each once. */
class Unflattening {
  private readonly nodes: readonly Node[];
  private readonly values: unknown[] = [];

  constructor(nodes: readonly Node[]) {
    this.nodes = nodes;
  }

  readonly value = (index: number): unknown => {
    if (index in this.values) return this.values[index];
    const node = this.nodes[index] as Node;
    return Array.isArray(node) ? this.tagged(index, node as [string, ...Json[]]) : node;
  };

  /** Containers are kept before their content is built, which may refer to them. */
  private tagged(index: number, [tag, ...content]: [string, ...Json[]]): unknown {
    const keep = <V>(value: V): V => {
      this.values[index] = value;
      return value;
    };
    switch (tag) {
      case 'Object':
        return this.fillObject(keep({}), content);
      case 'Array':
        return this.fillArray(keep(new Array(content[0] as number)), content);
      case 'Map':
        return this.fillMap(keep(new Map()), content as number[]);
      case 'Set':
        return this.fillSet(keep(new Set()), content as number[]);
      case 'Error':
        return this.fillError(
          keep(new (errors[content[0] as number] ?? Error)(content[1] as string)),
          content,
        );
      default:
        return keep(leaf(tag, content as string[]));
    }
  }

  /** By definition, not assignment: `__proto__` is a key like any other. */
  private fillObject(object: object, content: readonly Json[]): object {
    for (let i = 0; i < content.length; i += 2)
      Object.defineProperty(object, content[i] as string, {
        value: this.value(content[i + 1] as number),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    return object;
  }

  private fillArray(array: unknown[], content: readonly Json[]): unknown[] {
    for (let i = 1; i < content.length; i += 2)
      array[content[i] as number] = this.value(content[i + 1] as number);
    return array;
  }

  private fillMap(map: Map<unknown, unknown>, content: readonly number[]): Map<unknown, unknown> {
    for (let i = 0; i < content.length; i += 2)
      map.set(this.value(content[i] as number), this.value(content[i + 1] as number));
    return map;
  }

  private fillSet(set: Set<unknown>, content: readonly number[]): Set<unknown> {
    for (const index of content) set.add(this.value(index));
    return set;
  }

  private fillError(error: Error, [, , stack, cause]: readonly Json[]): Error {
    hide(error, 'stack', stack);
    if (cause !== undefined) hide(error, 'cause', this.value(cause as number));
    return error;
  }
}

/** Sets a property that an enumeration does not show, as the constructor of an error does. */
function hide(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, configurable: true, writable: true });
}

/** A value that contains no others. @throws InvalidArgument for bytes of another codec */
function leaf(tag: string, [first = '', second = '']: readonly string[]): unknown {
  switch (tag) {
    case 'undefined':
      return undefined;
    case 'bigint':
      return BigInt(first);
    case 'number':
      return Number(first);
    case 'Date':
      return new Date(Number(first));
    case 'RegExp':
      return new RegExp(first, second);
    case 'ArrayBuffer':
      return bytesOf(first).buffer;
    case 'view':
      return viewOf(Number(first), bytesOf(second).buffer);
    default:
      throw new InvalidArgument(`unknown tag ${tag}: both ends need the same codec`);
  }
}

function viewOf(type: number, buffer: ArrayBuffer): ArrayBufferView {
  const View = (typedArrays[type] ?? Uint8Array) as new (buffer: ArrayBuffer) => ArrayBufferView;
  return new View(buffer);
}

/** Bytes as a text of as many characters, for JSON. */
function text(bytes: Uint8Array): string {
  let result = '';
  for (let i = 0; i < bytes.length; i += 8192) result += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return result;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
