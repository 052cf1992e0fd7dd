// The errors that end the bench before or after its work, each with the exit code that it stands for.

/** Something that whoever runs the bench can put right; the message names it and says how. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The first line of what an unknown error says. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
}
