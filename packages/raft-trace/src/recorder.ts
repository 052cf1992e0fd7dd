// What `pnpm trace --record` is given, so that reading traces needs no runtime.

/** A fault schedule to perform. */
export interface Recording {
  readonly seed: number;
  /** Duration of the faults (ms); the cluster then gets time to agree. */
  readonly duration: number;
  /** Name of a target. */
  readonly target: string;
}

export interface Recorder {
  /** Names of the targets. */
  readonly targets: readonly string[];
  /** Performs the schedule and writes its trace to the file. A violation ends the trace. */
  record(
    recording: Recording,
    file: string,
  ): Promise<{ readonly events: number; readonly violation: string | null }>;
}
