import { boundedStep, freeAngle } from "./bounded-step.js";
import { columnLength, inverseNormalDiagonal } from "./qr.js";

export interface LeastSquaresProblem {
  /** Fitted minus observed, one figure an observation; not finite where the parameters are impossible. */
  residuals: (parameters: readonly number[]) => number[];
  start: readonly number[];
  /** Derivatives of the residuals, a row an observation, a column a parameter; left out: central differences. */
  jacobian?: (parameters: readonly number[]) => number[][];
  /** Bounds that a parameter may reach and not pass; left out: none. */
  lower?: readonly number[];
  upper?: readonly number[];
}

export interface LeastSquaresFit {
  parameters: number[];
  /**
   * From rss / df and the full Jacobian at the solution, parameters on their bounds left in; `null` without degrees of
   * freedom, or where the observations do not determine every parameter.
   */
  standardErrors: number[] | null;
  /** At the solution. */
  residuals: number[];
  /** Sum of the squared residuals. */
  rss: number;
  /** Observations less parameters. */
  df: number;
  /** Whether the residuals are orthogonal to every free direction, so that no step leads down. */
  converged: boolean;
  iterations: number;
  /** Whether a parameter lies on one of its bounds. */
  atBound: boolean[];
}

const MOST_ITERATIONS = 10_000;
/** Share of every parameter below which a step is the last. */
const STEP_TOLERANCE = 1e-12;
/** Largest cosine between the residuals and the free directions at a solution. */
const ANGLE_TOLERANCE = 1e-6;
/** Share of the fitted figures below which residuals are rounding. */
const ROUNDING = 1e-12;
/** Little and much damping at first: either way down alone misses some minima. */
const FIRST_DAMPINGS = [1e-3, 100] as const;
const MOST_DAMPING = 1e30;

/**
 * Nonlinear least squares by Levenberg (1944) and Marquardt (SIAM Journal 11, 1963): Gauss-Newton steps by QR, damped
 * along the longest columns of the Jacobian so far (Moré 1978) by the rule of Nielsen (IMM-REP-1999-05). A step that does
 * not lower the sum of squares is rejected and damped more. Bounds are kept by an active set, see {@link boundedStep}.
 * The fit runs twice, with little and with much damping at first, and the lower end is kept.
 *
 * @throws RangeError where the start is outside the bounds or gives residuals that are not finite, or where there are
 *   fewer observations than parameters
 */
export function levenbergMarquardt(problem: LeastSquaresProblem): LeastSquaresFit {
  const task = withDefaults(problem);
  checkStart(task);
  const [bold, careful] = FIRST_DAMPINGS.map((damping) => descend(task, damping)) as [Descent, Descent];
  return conclude(task, careful.rss < bold.rss * (1 - 1e-9) ? careful : bold);
}

type Task = Required<LeastSquaresProblem>;

interface Descent {
  at: number[];
  residuals: number[];
  rss: number;
  jacobian: number[][];
  iterations: number;
}

function withDefaults(problem: LeastSquaresProblem): Task {
  const { residuals, start } = problem;
  return {
    jacobian: (at) => centralDifferences(residuals, at, start),
    lower: start.map(() => Number.NEGATIVE_INFINITY),
    upper: start.map(() => Number.POSITIVE_INFINITY),
    ...problem,
  };
}

function descend(task: Task, firstDamping: number): Descent {
  const { start, lower, upper } = task;
  const scale = start.map(() => 0);
  let here = standAt(task, [...start], task.residuals([...start]));
  let damping = firstDamping;
  let growth = 2;
  let iterations = 0;
  for (; iterations < MOST_ITERATIONS && damping < MOST_DAMPING; iterations++) {
    columnLengths(here.jacobian).forEach((length, index) => {
      scale[index] = Math.max(scale[index] as number, length);
    });
    const { step, predicted } = boundedStep({ ...here, lower, upper, damping, scale });
    const next = here.at.map((value, index) => clamp(value + (step[index] as number), lower[index], upper[index]));
    if (isLast(here.at, next)) break;
    const residuals = task.residuals(next);
    const rss = squares(residuals);
    if (rss < here.rss) {
      const gain = predicted > 0 ? Math.min((here.rss - rss) / predicted, 1) : 0.5;
      damping *= Math.max(1 / 3, 1 - (2 * gain - 1) ** 3);
      growth = 2;
      here = standAt(task, next, residuals);
    } else {
      damping *= growth;
      growth *= 2;
    }
  }
  return { ...here, iterations };
}

function standAt({ jacobian }: Task, at: number[], residuals: number[]): Omit<Descent, "iterations"> {
  return { at, residuals, rss: squares(residuals), jacobian: jacobian(at) };
}

function isLast(at: readonly number[], next: readonly number[]): boolean {
  return next.every((value, index) => Math.abs(value - (at[index] as number)) <= STEP_TOLERANCE * Math.abs(value));
}

function conclude({ lower, upper }: Task, { at, residuals, rss, jacobian, iterations }: Descent): LeastSquaresFit {
  const df = residuals.length - at.length;
  const variances = df > 0 ? inverseNormalDiagonal(jacobian) : null;
  const sizes = columnLengths(jacobian).map((length, index) => length * Math.abs(at[index] as number));
  const fitted = sizes.reduce((most, size) => Math.max(most, size), 0);
  const upright = freeAngle({ jacobian, residuals, at, lower, upper }) <= ANGLE_TOLERANCE;
  return {
    parameters: at,
    standardErrors: variances?.map((variance) => Math.sqrt((variance * rss) / df)) ?? null,
    residuals,
    rss,
    df,
    converged: upright || Math.sqrt(rss) <= ROUNDING * fitted,
    iterations,
    atBound: at.map((value, index) => value === lower[index] || value === upper[index]),
  };
}

function checkStart({ residuals, start, lower, upper }: Task): void {
  const first = residuals(start);
  if (first.length < start.length) {
    throw new RangeError(`${first.length} observations cannot determine ${start.length} parameters`);
  }
  if (!start.every((value, index) => value >= (lower[index] as number) && value <= (upper[index] as number))) {
    throw new RangeError(`the start ${start.join(", ")} lies outside the bounds`);
  }
  if (!Number.isFinite(squares(first))) throw new RangeError("the start gives residuals that are not finite");
}

/**
 * Step of a central difference: cbrt(machine epsilon) of the parameter, where the error is smallest, or of its start where
 * the parameter is near 0.
 */
function centralDifferences(
  residualsAt: LeastSquaresProblem["residuals"],
  at: readonly number[],
  start: readonly number[],
): number[][] {
  const columns = at.map((value, index) => {
    const first = Math.abs(start[index] as number) || 1;
    const step = Math.cbrt(Number.EPSILON) * (Math.abs(value) > 1e-6 * first ? Math.abs(value) : first);
    const [high, low] = [value + step, value - step];
    const above = residualsAt(at.with(index, high));
    const below = residualsAt(at.with(index, low));
    return above.map((residual, row) => (residual - (below[row] as number)) / (high - low));
  });
  return (columns[0] ?? []).map((_, row) => columns.map((column) => column[row] as number));
}

function columnLengths(jacobian: readonly (readonly number[])[]): number[] {
  return (jacobian[0] ?? []).map((_, column) => columnLength(jacobian, column));
}

function squares(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value ** 2;
  return sum;
}

function clamp(value: number, low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY): number {
  return Math.min(Math.max(value, low), high);
}
