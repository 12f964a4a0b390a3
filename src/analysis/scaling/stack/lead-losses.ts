import { group } from "d3-array";
import type { Scaling, ScalingPoint } from "../../results/scaling.js";
import type { CellStack, LargestLoss } from "../../results/stack.js";

/** A line's cell of most workers, and what it loses most by. */
export interface LineLoss {
  line: Scaling;
  point: ScalingPoint;
  stack: CellStack;
  loss: LargestLoss;
}

/** Lines with as many workers of which the same can be said: they lose most by the same, or it is open which of the same two. */
export type LeadLoss = readonly [LineLoss, ...LineLoss[]];

/** Smaller losses are not worth a sentence. */
const LEAST_SHARE = 0.05;

/** Largest loss of each line at its most workers, equal ones together; largest first. */
export function leadLosses(scaling: readonly Scaling[]): LeadLoss[] {
  const losses = scaling.flatMap((line): LineLoss[] => {
    const stack = line.stack.at(-1);
    const point = line.points.find(({ key }) => key === stack?.key);
    const loss = stack?.largestLoss;
    return stack && point && loss && stack.workers > 1 && loss.value >= LEAST_SHARE
      ? [{ line, point, stack, loss }]
      : [];
  });
  const groups = [...group(losses, saying).values()];
  return groups
    .map((group) => group.toSorted((a, b) => b.loss.value - a.loss.value) as [LineLoss, ...LineLoss[]])
    .sort(([a], [b]) => b.loss.value - a.loss.value);
}

function saying({ stack, loss: { part, rival, interval } }: LineLoss): string {
  const parts = rival === null ? [part] : [part, rival].sort();
  return [stack.workers, ...parts, interval === null ? "one trial" : ""].join("|");
}
