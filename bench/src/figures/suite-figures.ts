// One suite's figures, looked up by metric, target and setting.

import { distinctSettings, type Figure, type Setting, sameSetting, type TargetStatus } from './figure.ts';

/** The figures of one suite, as its tables ask for them. */
export class SuiteFigures {
  readonly targets: readonly TargetStatus[];
  /** Median calibration: entries a second that a bare loop moves, by how many are outstanding. */
  readonly ceilings: ReadonlyMap<number, number>;
  private readonly figures: readonly Figure[];

  constructor(
    figures: readonly Figure[],
    targets: readonly TargetStatus[],
    ceilings: ReadonlyMap<number, number>,
  ) {
    this.figures = figures;
    this.targets = targets;
    this.ceilings = ceilings;
  }

  get(metric: string, target: string, setting: Setting): Figure | undefined {
    return this.figures.find(
      (figure) =>
        figure.metric === metric && figure.target === target && sameSetting(figure.setting, setting),
    );
  }

  /** Whether the target is TypeScript under the conditions of the calibration: on this Node, on all CPUs. */
  isTypeScript(target: string): boolean {
    return this.targets.some(
      ({ name, language, engine, cpus }) =>
        name === target && language === 'TypeScript' && engine === undefined && cpus === undefined,
    );
  }

  /** The settings at which a metric was measured. */
  settings(metric: string): Setting[] {
    const settings = this.figures.filter((figure) => figure.metric === metric).map(({ setting }) => setting);
    return distinctSettings(settings);
  }
}
