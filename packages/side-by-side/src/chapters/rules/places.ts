// Where the rules are: twins, the same functions in the files of the same name.

/** Functions of a file of the rules, named as in Go; methods of `State` there. */
export function inRules(
  file: string,
  names: readonly string[],
  functionsOfGo: readonly string[] = [],
): { typescript: readonly string[]; goroutines: readonly string[] } {
  return {
    typescript: names.map((name) => `packages/raft-core/src/${file}.ts#${lowered(name)}`),
    goroutines: names.map(
      (name) => `go-reference/raft/${file.replaceAll('-', '_')}.go#${receiver(name)}${name}`,
    ),
  };

  function receiver(name: string): string {
    return functionsOfGo.includes(name) ? '' : 'State.';
  }
}

function lowered(name: string): string {
  return name[0]!.toLowerCase() + name.slice(1);
}
