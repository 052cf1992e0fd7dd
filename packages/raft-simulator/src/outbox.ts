// A server's outgoing messages, held back until the state they reveal is stable. A crash can be armed for the next write:
// before it, during it (with some writes on the disk), or just after it has become stable.

import type { Message } from '@three-ways/raft-cluster';
import type { Host, HostedServer } from './host.ts';
import type { DurabilityPoint } from './schedule.ts';

/** A crash at the next write. */
interface ArmedCrash {
  readonly point: DurabilityPoint;
  readonly survivors: number;
  readonly downFor: number;
}

export class Outbox {
  armed: ArmedCrash | null = null;
  private readonly server: HostedServer;
  private readonly host: Host;
  /** Messages that wait for a write to become stable. */
  private readonly held: { readonly message: Message; readonly write: number }[] = [];

  constructor(server: HostedServer, host: Host) {
    this.server = server;
    this.host = host;
  }

  crash(): void {
    this.armed = null;
    this.held.length = 0;
  }

  send(message: Message): void {
    if (!this.server.alive) return;
    const write = this.host.rules.mustBeStableBefore(message) ? this.persist() : 0;
    if (!this.server.alive) return;
    if (this.server.disk.isStable(write)) this.host.send(message);
    else this.held.push({ message, write });
  }

  /** Writes the unstable state. Returns the write's number; 0 if all is stable. */
  persist(): number {
    const { disk, raft } = this.server;
    const unstable = this.host.rules.unstableState(raft);
    if (unstable === null) return 0;
    if (this.armed?.point === 'before') return this.crashAtWrite(0);
    const write = disk.write(unstable);
    if (this.armed?.point === 'during') return this.crashAtWrite(this.armed.survivors);
    if (disk.isSyncing) return write;
    disk.beginSync();
    if (disk.latency > 0) this.awaitSync();
    else this.finishSync();
    return write;
  }

  private crashAtWrite(survivors: number): number {
    this.server.crash(survivors, this.armed!.downFor);
    return 0;
  }

  private awaitSync(): void {
    const { id, incarnation, disk, random } = this.server;
    this.host.after(disk.latency * (0.5 + random()), { type: 'synced', server: id, incarnation });
  }

  /** Ends a sync, and begins the next if there are unsynced writes. */
  synced(): void {
    const { disk } = this.server;
    this.finishSync();
    if (this.server.alive && !disk.isSyncing && disk.beginSync()) this.awaitSync();
  }

  private finishSync(): void {
    const { disk, raft } = this.server;
    const newest = disk.finishSync();
    if (this.armed?.point === 'after') return void this.crashAtWrite(0);
    this.host.rules.markStable(raft, newest);
    this.host.markedStable(this.server);
    while (this.held.length > 0 && disk.isStable(this.held[0]!.write))
      this.host.send(this.held.shift()!.message);
  }
}
