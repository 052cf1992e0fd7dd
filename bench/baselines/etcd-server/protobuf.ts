// The part of Protocol Buffers that etcd's key-value messages need: unsigned varints, bytes, strings and nested messages.

const varint = 0;
const lengthDelimited = 2;

/** Fields by number; a nested message is its bytes. A bigint or boolean is a varint. */
type Fields = readonly (readonly [field: number, value: Uint8Array | string | bigint | boolean])[];

export function encode(fields: Fields): Buffer {
  return Buffer.concat(
    fields.flatMap(([field, value]) => {
      if (typeof value === 'bigint' || typeof value === 'boolean')
        return [varintOf(BigInt(field << 3) | BigInt(varint)), varintOf(BigInt(value))];
      const bytes = Buffer.from(value);
      return [varintOf(BigInt((field << 3) | lengthDelimited)), varintOf(BigInt(bytes.length)), bytes];
    }),
  );
}

function varintOf(value: bigint): Buffer {
  const bytes: number[] = [];
  for (; value >= 0x80n; value >>= 7n) bytes.push(Number(value & 0x7fn) | 0x80);
  bytes.push(Number(value));
  return Buffer.from(bytes);
}

/** A decoded message. A field that is absent has its default: zero, or no bytes. */
export class Message {
  private readonly numbers = new Map<number, bigint>();
  private readonly parts = new Map<number, Buffer[]>();

  constructor(buffer: Buffer) {
    let at = 0;
    const next = (): bigint => {
      let value = 0n;
      for (let shift = 0n; ; shift += 7n) {
        const byte = buffer[at++];
        if (byte === undefined) throw new Error('a message ends within a number');
        value |= BigInt(byte & 0x7f) << shift;
        if (byte < 0x80) return value;
      }
    };
    while (at < buffer.length) {
      const tag = Number(next());
      const [field, type] = [tag >> 3, tag & 7];
      if (type === varint) this.numbers.set(field, next());
      else if (type === lengthDelimited) {
        const length = Number(next());
        this.parts.set(field, [...(this.parts.get(field) ?? []), buffer.subarray(at, at + length)]);
        at += length;
      } else throw new Error(`unexpected wire type ${type} of field ${field}`);
    }
  }

  number(field: number): bigint {
    return this.numbers.get(field) ?? 0n;
  }

  /** The last of this field; null if it is absent. */
  bytes(field: number): Buffer | null {
    return this.parts.get(field)?.at(-1) ?? null;
  }

  text(field: number): string {
    return this.bytes(field)?.toString() ?? '';
  }

  message(field: number): Message {
    return new Message(this.bytes(field) ?? Buffer.alloc(0));
  }

  messages(field: number): Message[] {
    return (this.parts.get(field) ?? []).map((bytes) => new Message(bytes));
  }
}
