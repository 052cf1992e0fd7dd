// One member of an etcd cluster: its process, and the calls of etcd's API that the bench needs. Field numbers are those of
// etcd's rpc.proto and kv.proto.

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { GrpcConnection } from './grpc.ts';
import { encode, Message } from './protobuf.ts';

export interface MemberStatus {
  readonly memberId: bigint;
  /** Member id of the leader; 0 if it is not known. */
  readonly leader: bigint;
  readonly term: number;
  readonly committed: number;
  readonly applied: number;
}

/** Interval at which a member that starts is asked for its status (ms). */
const pollInterval = 10;

export class Member {
  readonly process: ChildProcess;
  private readonly exited: Promise<unknown>;
  private complaint = '';
  private readonly clientPort: number;
  private connection: GrpcConnection | null = null;

  constructor(args: readonly string[], clientPort: number) {
    this.clientPort = clientPort;
    // Without the ETCD_ variables, which contradict the arguments.
    const { PATH, ETCD_UNSUPPORTED_ARCH } = process.env;
    const env = { PATH, ...(ETCD_UNSUPPORTED_ARCH !== undefined && { ETCD_UNSUPPORTED_ARCH }) };
    this.process = spawn('etcd', args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    this.process.stderr!.on('data', (chunk: Buffer) => {
      this.complaint = chunk.toString().trim().split('\n').at(-1)!;
    });
    this.exited = new Promise((resolve) => {
      this.process.once('exit', resolve);
      this.process.once('error', resolve);
    });
  }

  /** Resolves when the member answers. @throws Error if it has ended */
  async connect(): Promise<void> {
    for (;;) {
      this.connection = new GrpcConnection(this.clientPort);
      try {
        await this.status();
        return;
      } catch {
        this.connection.close();
        if (this.process.exitCode !== null) throw new Error(`etcd ended: ${this.complaint}`);
        await delay(pollInterval);
      }
    }
  }

  async status(): Promise<MemberStatus> {
    const answer = await this.call('Maintenance/Status', []);
    return {
      memberId: answer.message(1).number(2),
      leader: answer.number(4),
      term: Number(answer.number(6)),
      committed: Number(answer.number(5)),
      applied: Number(answer.number(7)),
    };
  }

  /** Returns the previous value. */
  async put(key: string, value: string): Promise<string | null> {
    const prevKv = true;
    const answer = await this.call('KV/Put', [
      [1, key],
      [2, value],
      [4, prevKv],
    ]);
    return answer.bytes(2) === null ? null : answer.message(2).text(5);
  }

  async get(key: string, serializable: boolean): Promise<string | null> {
    const answer = await this.call('KV/Range', [
      [1, key],
      [7, serializable],
    ]);
    return answer.messages(2)[0]?.text(5) ?? null;
  }

  /** What this member itself has: the pairs in the order of their keys, and the revision, which each change raises by one from 1. */
  async contents(): Promise<{ pairs: (readonly [key: string, value: string])[]; revision: number }> {
    const serializable = true;
    const answer = await this.call('KV/Range', [
      [1, '\0'],
      [2, '\0'],
      [7, serializable],
    ]);
    const pairs = answer.messages(2).map((pair) => [pair.text(1), pair.text(5)] as const);
    return { pairs, revision: Number(answer.message(1).number(3)) };
  }

  /** CPU time of its process (ms). */
  cpuMs(): { user: number; system: number } {
    const stat = readFileSync(`/proc/${this.process.pid}/stat`, 'utf8');
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return { user: user! * tickMs, system: system! * tickMs };
  }

  /** Ends it at once: its data are of no further use. */
  async stop(): Promise<void> {
    this.connection?.close();
    this.process.kill('SIGKILL');
    await this.exited;
  }

  private async call(method: string, fields: Parameters<typeof encode>[0]): Promise<Message> {
    if (this.connection === null) throw new Error('the member is not connected');
    return new Message(await this.connection.call(`/etcdserverpb.${method}`, encode(fields)));
  }
}

/** Unit of /proc's CPU times (ms): USER_HZ is 100 on all architectures that Node supports. */
const tickMs = 10;
