import { columnLength, leastSquares, type Matrix } from "./qr.js";

export interface Linearised {
  /** A row an observation, a column a parameter. */
  jacobian: Matrix;
  residuals: readonly number[];
  at: readonly number[];
  lower: readonly number[];
  upper: readonly number[];
}

export interface DampedProblem extends Linearised {
  damping: number;
  /** Weight of each parameter in the damping, above 0 where its column is. */
  scale: readonly number[];
}

/**
 * Damped Gauss-Newton step within bounds, by an active set: a parameter on a bound does not move beyond it. Where the step
 * would carry another one over its bound, the first to arrive is set on it, and the rest is solved for again. Cutting every
 * step off at the bounds would stop short of the optimum.
 *
 * @returns the step, and the fall of the sum of squares if the model were linear
 */
export function boundedStep(problem: DampedProblem): { step: number[]; predicted: number } {
  const { jacobian, residuals, at, lower, upper, damping, scale } = problem;
  const fixed = new Map(blocked(problem).map((index) => [index, 0]));
  for (;;) {
    const free = at.map((_, index) => index).filter((index) => !fixed.has(index));
    const rows = jacobian.map((row) => free.map((column) => row[column] as number));
    const damped = free.map((parameter, place) =>
      free.map((_, column) => (column === place ? Math.sqrt(damping) * ((scale[parameter] as number) || 1) : 0)),
    );
    const moves = [...fixed];
    const reached = residuals.map((residual, row) => {
      return -moves.reduce((sum, [column, move]) => sum + (jacobian[row]?.[column] as number) * move, residual);
    });
    const solved = leastSquares([...rows, ...damped], [...reached, ...free.map(() => 0)]) ?? [];
    const step = at.map((_, index) => fixed.get(index) ?? solved[free.indexOf(index)] ?? 0);
    const first = firstOverBound(step, free, problem);
    if (first === null) return { step, predicted: predictedFall(jacobian, residuals, step) };
    const bound = (step[first] as number) < 0 ? lower[first] : upper[first];
    fixed.set(first, (bound as number) - (at[first] as number));
  }
}

/**
 * Cosine of the angle between the residuals and the directions of the free parameters, which no bound holds: 0 at a
 * minimum, in any units.
 */
export function freeAngle(problem: Linearised): number {
  const { jacobian, residuals, at } = problem;
  const held = blocked(problem);
  const free = at.map((_, index) => index).filter((index) => !held.includes(index));
  const size = Math.sqrt(residuals.reduce((sum, residual) => sum + residual ** 2, 0));
  const cosines = free.map((column) => {
    const length = columnLength(jacobian, column) * size;
    return length === 0 ? 0 : Math.abs(slope(problem, column)) / length;
  });
  return Math.max(0, ...cosines);
}

/** Parameters on a bound, where going down leads out. */
function blocked(problem: Linearised): number[] {
  const { at, lower, upper } = problem;
  return at.flatMap((value, index) => {
    const down = -slope(problem, index);
    return (value <= (lower[index] as number) && down <= 0) || (value >= (upper[index] as number) && down >= 0)
      ? [index]
      : [];
  });
}

/** Half the derivative of the sum of squares. */
function slope({ jacobian, residuals }: Linearised, column: number): number {
  return jacobian.reduce((sum, row, index) => sum + (row[column] as number) * (residuals[index] as number), 0);
}

function firstOverBound(step: readonly number[], free: readonly number[], problem: Linearised): number | null {
  const { at, lower, upper } = problem;
  let first: number | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (const index of free) {
    const [from, move] = [at[index] as number, step[index] as number];
    const room = (move < 0 ? (lower[index] as number) : (upper[index] as number)) - from;
    const share = Math.abs(room) < Math.abs(move) ? room / move : Number.POSITIVE_INFINITY;
    if (share < nearest) [first, nearest] = [index, share];
  }
  return first;
}

function predictedFall(jacobian: Matrix, residuals: readonly number[], step: readonly number[]): number {
  return jacobian.reduce((sum, row, index) => {
    const residual = residuals[index] as number;
    const linear = row.reduce((at, value, column) => at + value * (step[column] as number), residual);
    return sum + residual ** 2 - linear ** 2;
  }, 0);
}
