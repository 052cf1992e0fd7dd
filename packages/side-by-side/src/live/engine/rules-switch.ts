// A switch in the rules for one scene: the published fix of membership changes can be turned off. The page's bundle reads it
// (probes/fix-plugin.ts); elsewhere it has no effect.

/** The switch's global name. */
export const fixOffName = '__threeWaysFixOff';

export function setMembershipFix(on: boolean): void {
  (globalThis as Record<string, unknown>)[fixOffName] = !on;
}
