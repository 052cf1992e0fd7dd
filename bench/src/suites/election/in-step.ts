// Clusters of one process that go on in step: none does before all have arrived. The start of a thread takes the CPU that
// another cluster's election needs, so that servers are restarted only while every cluster has a leader.

export class InStep {
  private members: number;
  private arrived = 0;
  private next = Promise.withResolvers<void>();

  constructor(members: number) {
    this.members = members;
  }

  /** Resolves when every member has arrived. */
  async arrive(): Promise<void> {
    this.arrived += 1;
    const { promise } = this.next;
    this.goOn();
    await promise;
  }

  /** One member fewer to wait for. */
  leave(): void {
    this.members -= 1;
    this.goOn();
  }

  private goOn(): void {
    if (this.arrived < this.members) return;
    this.arrived = 0;
    this.next.resolve();
    this.next = Promise.withResolvers<void>();
  }
}
