// Finds each missing `yield*` of a project by types: a wait, or the call of a generator function, that is dropped or taken for a
// condition. At run time the call of a generator function can't be found: JavaScript gives no sign of it.

import { dirname } from 'node:path';
import type { ArrowFunction, Expression, Node, SourceFile } from 'typescript/unstable/ast';
import type { Checker, Project, Type } from 'typescript/unstable/sync';

export interface Finding {
  readonly file: string;
  /** From 1, as is the column. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** TypeScript 7's API. */
export type TypeScript = typeof import('typescript/unstable/sync') & typeof import('typescript/unstable/ast');

/** The missing `yield*` of the project that `config`, a tsconfig.json, describes. @throws Error if it cannot be read */
export function findMissingStars(config: string, typescript: TypeScript): Finding[] {
  const api = new typescript.API();
  try {
    const [project] = api.updateSnapshot({ openProjects: [config] }).getProjects();
    if (project === undefined) throw new Error(`there is no project ${config}`);
    return new Search(project, typescript).findings();
  } finally {
    api.close();
  }
}

/** An expression whose value is dropped or tested. */
interface Suspect {
  readonly node: Expression;
  /** Returns something to a function that may expect nothing. */
  readonly callback?: ArrowFunction;
}

class Search {
  private readonly typescript: TypeScript;
  private readonly checker: Checker;
  private readonly files: readonly SourceFile[];
  /** The types `Green<unknown>` and `OptionalWait<unknown>`, of each copy of the library. */
  private readonly greens: readonly Type[];
  private readonly optionalWaits: readonly Type[];
  /** The types that tell an iterable of `any` from a generator. */
  private readonly otherIterables: readonly Type[];
  private readonly emptyIterables: readonly Type[];

  constructor({ program, checker }: Project, typescript: TypeScript) {
    const all = program.getSourceFileNames().flatMap((name) => program.getSourceFile(name) ?? []);
    const library = all.filter(({ fileName }) =>
      /greenlet\/(src\/public\.ts|dist\/public\.d\.ts)$/.test(fileName),
    );
    const folders = library.map(({ fileName }) => dirname(fileName));
    this.typescript = typescript;
    this.checker = checker;
    this.files = all.filter(
      (file) => !program.isSourceFileFromExternalLibrary(file) && !folders.includes(dirname(file.fileName)),
    );
    this.greens = library.flatMap((file) => this.aliasesIn(file, 'AnyGreen'));
    this.optionalWaits = library.flatMap((file) => this.aliasesIn(file, 'AnyOptionalWait'));
    this.otherIterables = library.flatMap((file) => this.aliasesIn(file, 'OtherIterable'));
    this.emptyIterables = library.flatMap((file) => this.aliasesIn(file, 'EmptyIterable'));
  }

  findings(): Finding[] {
    return this.greens.length === 0 ? [] : this.files.flatMap((file) => this.findingsIn(file));
  }

  private aliasesIn({ statements }: SourceFile, name: string): Type[] {
    return statements
      .filter((statement) => this.typescript.isTypeAliasDeclaration(statement))
      .filter((alias) => alias.name.text === name)
      .flatMap(({ type }) => this.checker.getTypeFromTypeNode(type) ?? []);
  }

  private findingsIn(file: SourceFile): Finding[] {
    if (file.isDeclarationFile) return [];
    const suspects = this.suspectsIn(file);
    const types = this.checker.getTypeAtLocation(suspects.map(({ node }) => node));
    return suspects.flatMap((suspect, i) => {
      const message = this.fault(suspect, types[i]);
      if (message === null) return [];
      const { line, character } = file.getLineAndCharacterOfPosition(suspect.node.getStart(file));
      return [{ file: file.fileName, line: line + 1, column: character + 1, message }];
    });
  }

  private suspectsIn(node: Node): Suspect[] {
    const found = this.suspectsAt(node);
    node.forEachChild((child) => void found.push(...this.suspectsIn(child)));
    return found;
  }

  private suspectsAt(node: Node): Suspect[] {
    const ts = this.typescript;
    if (ts.isExpressionStatement(node)) return this.dropped(node.expression);
    if (ts.isIfStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node))
      return [{ node: node.expression }];
    if (ts.isForStatement(node) && node.condition !== undefined) return [{ node: node.condition }];
    if (ts.isConditionalExpression(node)) return [{ node: node.condition }];
    if (ts.isPrefixUnaryExpression(node)) return [{ node: node.operand }];
    if (ts.isBinaryExpression(node) && this.isLogical(node.operatorToken.kind)) return [{ node: node.left }];
    if (ts.isArrowFunction(node) && !ts.isBlock(node.body))
      return this.dropped(node.body as Expression).map((suspect) => ({ ...suspect, callback: node }));
    return [];
  }

  /** The expressions of which one is the value that is dropped. */
  private dropped(node: Expression): Suspect[] {
    const ts = this.typescript;
    if (ts.isParenthesizedExpression(node)) return this.dropped(node.expression);
    if (ts.isConditionalExpression(node))
      return [...this.dropped(node.whenTrue), ...this.dropped(node.whenFalse)];
    if (!ts.isBinaryExpression(node)) return [{ node }];
    const { kind } = node.operatorToken;
    if (kind === ts.SyntaxKind.CommaToken) return [...this.dropped(node.left), ...this.dropped(node.right)];
    return this.isLogical(kind) || kind === ts.SyntaxKind.QuestionQuestionToken
      ? this.dropped(node.right)
      : [];
  }

  private isLogical(kind: number): boolean {
    const { SyntaxKind } = this.typescript;
    return kind === SyntaxKind.AmpersandAmpersandToken || kind === SyntaxKind.BarBarToken;
  }

  /** What is wrong with it, or null. */
  private fault({ callback }: Suspect, type: Type | undefined): string | null {
    const green = this.membersOf(type).find((member) => this.mustBeWaitedFor(member));
    if (green === undefined || (callback !== undefined && !this.returnsNothing(callback))) return null;
    if (this.checker.getPropertyOfType(green, 'within') !== undefined)
      return 'a wait is made and not waited for: put yield* before it';
    return 'a generator is made and not run: put yield* before it, or spawn it';
  }

  private membersOf(type: Type | undefined): readonly Type[] {
    if (type === undefined) return [];
    return type.isUnionType() ? type.getTypes() : [type];
  }

  private mustBeWaitedFor(type: Type): boolean {
    const { Any, Never } = this.typescript.TypeFlags;
    if ((type.flags & (Any | Never)) !== 0) return false;
    const isOneOf = (types: readonly Type[]) =>
      types.some((one) => this.checker.isTypeAssignableTo(type, one));
    if (!isOneOf(this.greens) || isOneOf(this.optionalWaits)) return false;
    const yieldsAny = isOneOf(this.otherIterables) && !isOneOf(this.emptyIterables);
    return !yieldsAny;
  }

  /** Whether the function that it is passed to expects no result. */
  private returnsNothing(callback: ArrowFunction): boolean {
    const { SignatureKind, TypeFlags } = this.typescript;
    return this.membersOf(this.checker.getContextualType(callback))
      .flatMap((type) => this.checker.getSignaturesOfType(type, SignatureKind.Call))
      .some((signature) => {
        const result = this.checker.getReturnTypeOfSignature(signature);
        return result !== undefined && (result.flags & TypeFlags.Void) !== 0;
      });
  }
}
