import { errorWords } from "../strategies/error-words.js";
import { processOf } from "../strategies/run-task.js";
import type { TaskOutcome, TaskRecord } from "../strategies/strategy.js";
import { hashValue } from "../workloads/hash-value.js";
import { loadWorkload, type WorkloadId } from "../workloads/index.js";
import type { OwnContext, OwnWork } from "../workloads/workload.js";
import { withKept } from "./kept-globals.js";
import type { Reply, Request, TrialReport } from "./messages.js";

/** Describes a user's module by its exports and the lists of inputs that it makes. */
export async function describeModule({
  workload,
  sizes,
  seed,
  scratch,
}: Extract<Request, { kind: "describe" }>): Promise<Reply> {
  const { title, bound, own } = await loadWorkload(workload as WorkloadId);
  if (own === undefined) throw new Error(`${workload} is no module of a user`);
  const { inputs, sized = true } = own;
  if (inputs === undefined) return { kind: "described", title, bound, tasks: null, sized };
  const tasks: number[] = [];
  for (const size of sizes) {
    const context = { size, seed, scratch, more: {} };
    tasks.push(await withSetup(own, context, async () => (await payloadsOf(own, context, 0)).length));
  }
  return { kind: "described", title, bound, tasks, sized };
}

/** Does something between a module's `setup` and its `cleanup`. */
export async function withSetup<Result>(
  own: OwnWork,
  context: OwnContext,
  act: (context: OwnContext) => Promise<Result>,
): Promise<Result> {
  await callNamed("setup", () => own.setup?.(context));
  let result: Result;
  try {
    result = await act(context);
  } catch (error) {
    // The first error is the one to tell.
    await callNamed("cleanup", () => own.cleanup?.(context)).catch(() => undefined);
    throw error;
  }
  await callNamed("cleanup", () => own.cleanup?.(context));
  return result;
}

/** Arguments of the tasks: the inputs that the module makes, or as many plain ones as were asked for. */
export async function payloadsOf(own: OwnWork, context: OwnContext, tasks: number): Promise<unknown[]> {
  const { inputs } = own;
  const { size } = context;
  if (inputs === undefined) return Array.from({ length: tasks }, (_, index) => ({ index, size }));
  const made = await callNamed("inputs", () => inputs(size, context));
  if (!Array.isArray(made)) throw new Error(`inputs(${size}) gave no list: it must return an array, one entry a task`);
  if (made.length === 0) throw new Error(`inputs(${size}) gave an empty list: there is no task to do`);
  return made;
}

/** Lines that a module may note of a trial, and their length. */
const MOST_LINES = 20;
const LONGEST_LINE = 200;

/** Looks at the outputs of a trial, once all of its tasks have given one; with what the module notes of them. */
export async function judgeOutputs(
  own: OwnWork,
  outcomes: readonly TaskOutcome[],
  context: OwnContext,
): Promise<Partial<Pick<TrialReport, "outputs" | "figures" | "notes">>> {
  const given = withKept(() => givenBy(outcomes));
  if (given === null) return {};
  const { values, workers, checksum, withheld } = given;
  // What is not here cannot be looked at: it is compared by its hash alone.
  if (withheld > 0) {
    const outputs = { checksum, checked: false, fault: null };
    return { outputs, notes: { outputs: `${withheld} too large to be handed over: compared by checksum alone` } };
  }
  const noted = await notedOf(own, values, workers, context);
  return {
    ...noted,
    outputs: { checksum, checked: own.check !== undefined, fault: await faultOf(own, values, context) },
  };
}

/** The outputs in their order, and who gave them; `null` where a task has none. */
function givenBy(outcomes: readonly TaskOutcome[]) {
  const records = outcomes.flatMap((outcome) => (outcome.status === "ok" ? [outcome.record] : []));
  if (records.length < outcomes.length) return null;
  records.sort((a, b) => a.index - b.index);
  return {
    values: records.map(({ value }) => value),
    workers: new Set(records.map(({ worker }) => worker)),
    checksum: sumOfHashes(records),
    withheld: records.filter(({ withheld }) => withheld !== undefined).length,
  };
}

/** The lines that the module notes, one a task, and in how many processes and threads the tasks ran. */
async function notedOf(own: OwnWork, values: unknown[], workers: ReadonlySet<number>, context: OwnContext) {
  if (own.notes === undefined) return {};
  const lines = await callNamed("notes", () => own.notes?.(values, context));
  if (!Array.isArray(lines)) {
    throw new Error("notes(outputs) gave no list: it must return an array of lines, one a task");
  }
  const processes = new Set([...workers].map(processOf));
  return {
    figures: { processes: processes.size, threads: workers.size },
    notes: Object.fromEntries(
      lines.slice(0, MOST_LINES).map((line, index) => [`task-${index + 1}`, String(line).slice(0, LONGEST_LINE)]),
    ),
  };
}

/** The place of an output is hashed with it, so that two that changed places are seen. */
function sumOfHashes(records: readonly TaskRecord[]): number | null {
  let sum = 0;
  for (const [place, { value, withheld }] of records.entries()) {
    const hash = withheld === undefined ? hashValue([place, value]) : withheld.hash;
    if (hash === null) return null;
    sum += hash;
  }
  return sum;
}

async function faultOf({ check }: OwnWork, values: unknown[], context: OwnContext): Promise<string | null> {
  try {
    return (await check?.(values, context)) === false ? "check(outputs) said false" : null;
  } catch (error) {
    return `check(outputs) threw ${errorWords(error)}`;
  }
}

async function callNamed<Result>(name: string, call: () => Result): Promise<Awaited<Result>> {
  try {
    return await call();
  } catch (error) {
    throw new Error(`${name} threw ${errorWords(error)}`, { cause: error });
  }
}
