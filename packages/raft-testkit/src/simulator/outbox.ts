// What leaves a server, and when: nothing before what it reveals is stable. A crash can be armed to hit a write before it
// happens, while some of what was written has reached the disk, or when it has just become stable.

import type { Message } from '@three-ways/raft-core';
import type { DurabilityPoint } from './schedule.ts';
import type { SimServer } from './server.ts';
import type { World } from './host.ts';

/** A crash that waits for the next write. */
export interface ArmedCrash {
  readonly point: DurabilityPoint;
  readonly survivors: number;
  readonly downFor: number;
}

export class Outbox {
  armed: ArmedCrash | null = null;
  private readonly server: SimServer;
  private readonly world: World;
  /** Messages that wait for a write. */
  private readonly held: { readonly message: Message; readonly write: number }[] = [];

  constructor(server: SimServer, world: World) {
    this.server = server;
    this.world = world;
  }

  crash(): void {
    this.armed = null;
    this.held.length = 0;
  }

  send(message: Message): void {
    if (!this.server.alive) return;
    const write = this.world.rules.mustBeStableBefore(message) ? this.persist() : 0;
    if (!this.server.alive) return;
    if (this.server.disk.isStable(write)) this.world.send(message);
    else this.held.push({ message, write });
  }

  /** Writes what is not stable, and returns the number of the write that makes it so. */
  persist(): number {
    const { disk, raft } = this.server;
    const unstable = this.world.rules.unstableState(raft);
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
    const { id, life, disk, random } = this.server;
    this.world.after(disk.latency * (0.5 + random()), { type: 'synced', server: id, life });
  }

  /** A sync that took its time has ended; the next begins if there is something to write. */
  synced(): void {
    const { disk } = this.server;
    this.finishSync();
    if (this.server.alive && !disk.isSyncing && disk.beginSync()) this.awaitSync();
  }

  private finishSync(): void {
    const { disk, raft } = this.server;
    const newest = disk.finishSync();
    if (this.armed?.point === 'after') return void this.crashAtWrite(0);
    this.world.rules.markStable(raft, newest);
    this.world.wrote(this.server);
    while (this.held.length > 0 && disk.isStable(this.held[0]!.write))
      this.world.send(this.held.shift()!.message);
  }
}
