import { canonicalJson } from "../../record/schema/canonical-json.js";
import type { Factors } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import type { Measurement } from "./measurements.js";

/** Fewer worker counts are too thin to find weak scaling by. */
const FEWEST_COUNTS = 3;

/** Measurements as a run file says weak scaling, with a sentence on how that was known. */
interface WeakScaling {
  measurements: readonly Measurement[];
  note: string;
}

/**
 * Weak scaling of a table: the work grows in proportion to the workers. The run file says it as the built-in experiment
 * does: a task for every worker, each of the size that one worker has. It is found where n / workers takes the same values
 * at every worker count; where the user says it (`isAsked`), n may also be the size for one worker, or not be there.
 *
 * @returns `null` where the table has no weak scaling
 */
export function weakScaling(
  measurements: readonly Measurement[],
  { isAsked, file }: { isAsked: boolean; file: string },
): WeakScaling | null {
  const all = measurements.map(({ factors }) => factors);
  const hasTasks = all.some(({ tasks }) => tasks !== undefined);
  if (hasTasks) {
    if (!isAsked || all.every(({ tasks, workers }) => tasks === workers)) return null;
    throw new UserError(
      `${file}: --weak, and the tasks are not as many as the workers: leave --weak out, or the column`,
    );
  }
  const grows = isProportional(all, isAsked ? 2 : FEWEST_COUNTS);
  if (!isAsked) return grows ? { measurements: divided(measurements), note: foundNote(all) } : null;
  if (grows) return { measurements: divided(measurements), note: "n grows with the workers, as --weak says." };
  if (linesOf(all).every(isLevel)) {
    const size = all.some(({ n }) => n !== undefined) ? ", of the size n" : "";
    return {
      measurements: measurements.map(withTasks),
      note: `As --weak says, every worker has a task of its own${size}.`,
    };
  }
  throw new UserError(
    `${file}: --weak, and n neither grows in proportion to the workers nor stays the same: correct n, or leave it out (--map n=-)`,
  );
}

function foundNote(all: readonly Factors[]): string {
  const [first = ""] = new Set(all.map(sizeOfWorker));
  const sizes = new Set(all.map(sizeOfWorker)).size;
  const each = sizes === 1 ? `${Number(first).toLocaleString("en")} for each worker` : `${sizes} sizes for each worker`;
  return `n grows in proportion to the workers (${each}), so this was read as weak scaling: a task of that size for every worker. If it is not, map n to a factor of your own.`;
}

/** Factors that differ in workers and n alone. */
function linesOf(all: readonly Factors[]): Factors[][] {
  const lines = new Map<string, Factors[]>();
  for (const factors of all) {
    const { workers: _, n: __, ...others } = factors;
    const key = canonicalJson(others);
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [factors]);
    else line.push(factors);
  }
  return [...lines.values()];
}

/** Sizes by worker count, each once. */
function sizesOf(line: readonly Factors[], size: (factors: Factors) => unknown): string[] {
  const sizes = new Map<number, Set<unknown>>();
  for (const factors of line) sizes.set(factors.workers, (sizes.get(factors.workers) ?? new Set()).add(size(factors)));
  return [...sizes.values()].map((of) => JSON.stringify([...of].sort()));
}

/** Several sizes on a single worker count are no weak scaling: they are what other counts are compared with. */
function isProportional(all: readonly Factors[], fewest: number): boolean {
  if (all.some(({ n }) => n === undefined || n <= 0)) return false;
  const lines = linesOf(all).map((line) => ({ line, sizes: sizesOf(line, sizeOfWorker) }));
  const isSame = lines.every(({ sizes }) => new Set(sizes).size === 1);
  const isLine = lines.some(({ sizes }) => sizes.length >= fewest);
  return (
    isSame && isLine && lines.every(({ line, sizes }) => sizes.length > 1 || new Set(line.map(({ n }) => n)).size === 1)
  );
}

function isLevel(line: readonly Factors[]): boolean {
  return new Set(sizesOf(line, ({ n }) => n ?? null)).size === 1;
}

function sizeOfWorker({ n = 0, workers }: Factors): number {
  return Number((n / workers).toPrecision(12));
}

function divided(measurements: readonly Measurement[]): Measurement[] {
  return measurements.map((one) => withTasks({ ...one, factors: { ...one.factors, n: sizeOfWorker(one.factors) } }));
}

function withTasks(one: Measurement): Measurement {
  return { ...one, factors: { ...one.factors, tasks: one.factors.workers } };
}
