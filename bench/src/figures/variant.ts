// Variants of a target: the same program on another JavaScript engine, or pinned to one CPU. A variant is a target of its own,
// named by the target and what it differs in: `async@bun`, `go@1cpu`, `async@bun@1cpu`.

/** The mark of targets that are pinned to one CPU. */
export const oneCpu = '1cpu';

/** A variant's name. */
export function variantName(base: string, marks: readonly string[]): string {
  return [base, ...marks].join('@');
}

/** The target that a variant is one of. */
export function baseOf(target: string): string {
  return target.split('@', 1)[0]!;
}

/** What a target is compared with: the reference, on one CPU if the target is. */
export function referenceFor(target: string, reference: string): string {
  return target.split('@').includes(oneCpu) ? variantName(reference, [oneCpu]) : reference;
}
