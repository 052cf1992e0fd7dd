// The error of wrong usage, apart from the parser: it costs a measured process nothing to import.

/** Wrong usage; the message is one line that says what to give. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}
