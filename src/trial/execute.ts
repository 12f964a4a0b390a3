import { loadStrategy, type StrategyId } from "../strategies/index.js";
import { forgetWaits, nowMs } from "../strategies/run-task.js";
import type { SessionOptions, Strategy, TaskOutcome, TaskRecord } from "../strategies/strategy.js";
import { loadWorkload, type WorkloadId } from "../workloads/index.js";
import type { Answer, Observed, TaskInput, Workload } from "../workloads/workload.js";
import { type CpuTime, childrenCpu, cpuBetween, ownCpu } from "./cpu.js";
import { closedInTime, type Gathered, gather } from "./gather.js";
import { ownContext, prepareInputs } from "./inputs.js";
import { changedGlobals, withKept } from "./kept-globals.js";
import { type LoopWatch, watchLoop } from "./loop-watch.js";
import type { TaskReport, TrialReport, TrialSpec } from "./messages.js";
import { judgeOutputs, withSetup } from "./own-work.js";

/** A module may put another in its place. */
const { resourceUsage } = process;
/** Names that a note has room for. */
const MOST_NAMES = 20;

/** Says that the work is done, with the tasks that failed, and waits for permission to close the workers. */
type Worked = (failures: TrialReport["failures"]) => Promise<void>;

/**
 * Executes one cell once and reports it. All modules are loaded before the clock starts.
 *
 * @param worked awaited between the last result and tear-down, outside every measured time: the runner then reads the
 * workers' memory
 */
export async function executeTrial(spec: TrialSpec, worked: Worked): Promise<TrialReport> {
  const strategy = await loadStrategy(spec.strategy as StrategyId);
  await strategy.load?.();
  const workload = await loadWorkload(spec.workload as WorkloadId);
  const { own } = workload;
  if (own === undefined) return (await execute(strategy, workload, spec, worked)).report;
  return withSetup(own, ownContext(spec), async (context) => {
    const { report, outcomes } = await execute(strategy, workload, spec, worked);
    const { figures, notes, ...judged } = await judgeOutputs(own, outcomes, context);
    return {
      ...{ ...report, ...judged },
      figures: { ...report.figures, ...figures },
      notes: { ...report.notes, ...notes },
    };
  });
}

async function execute(strategy: Strategy, workload: Workload, spec: TrialSpec, worked: Worked) {
  const inputs = await prepareInputs(workload, spec);
  await workload.setup?.(inputs);
  const warmed = spec.pool === "warm" ? await openWarm(strategy, spec) : null;

  const loop = spec.more?.watch === "loop" ? watchLoop() : null;
  const cpuBefore = { own: ownCpu(), children: childrenCpu() };
  forgetWaits();
  const originMs = nowMs();
  const session = warmed ?? strategy.open(sessionOptions(spec));
  const gathered = await gather(session, inputs, workload.deadlineMs);
  const lastResultMs = nowMs();
  const held = loop?.stop();

  await worked(withKept(() => gathered.outcomes.flatMap(failureOf)));
  const aligned = await session.align?.(gathered.outcomes, lastResultMs - originMs);
  const closingMs = nowMs();
  const closed = await closedInTime(session.close(), workload.deadlineMs);
  const closedMs = nowMs();

  const cpu = strategy.isRemote ? null : totalCpu(cpuBefore, strategy);
  const times = { originMs, lastResultMs, closingMs, closedMs };
  const changed = workload.own === undefined ? [] : changedGlobals();
  const seen = { times, cpu, held, closed, changed };
  const { outcomes = gathered.outcomes, figures = {}, notes = {}, clocks } = aligned ?? {};
  const report = withKept(() => reportOf(workload, inputs, { ...gathered, outcomes }, seen));
  const all = { figures: { ...report.figures, ...figures }, notes: { ...report.notes, ...notes } };
  return { report: { ...report, ...all, ...(clocks && { clocks }) }, outcomes };
}

interface Seen {
  times: Record<"originMs" | "lastResultMs" | "closingMs" | "closedMs", number>;
  cpu: CpuTime | null;
  held: ReturnType<LoopWatch["stop"]> | undefined;
  closed: boolean;
  /** Names of what a module has put others in the place of. */
  changed: readonly string[];
}

/** What became of the tasks. */
function reportOf(
  workload: Workload,
  inputs: TaskInput[],
  gathered: Gathered,
  { times, cpu, held, closed, changed }: Seen,
): TrialReport {
  const { originMs, lastResultMs, closingMs, closedMs } = times;
  const { outcomes, hung } = gathered;
  const tasks = outcomes.flatMap((outcome) => (outcome.status === "ok" ? [withoutValue(outcome.record)] : []));
  const observed = observe(workload, inputs, gathered);
  const firstStartMs = tasks.reduce((first, task) => Math.min(first, task.startMs), lastResultMs);
  return {
    wallMs: lastResultMs - originMs,
    startUpMs: firstStartMs - originMs,
    workMs: lastResultMs - firstStartMs,
    tearDownMs: closedMs - closingMs,
    userMs: cpu?.userMs ?? null,
    sysMs: cpu?.sysMs ?? null,
    // libuv gives kilobytes on every platform.
    peakRssBytes: resourceUsage().maxRSS * 1024,
    originMs,
    tasks,
    failures: outcomes.flatMap(failureOf),
    hung,
    figures: { ...held, ...observed.figures },
    notes: {
      ...observed.notes,
      ...(closed ? {} : { "tear-down": `given up after ${workload.deadlineMs} ms` }),
      ...(changed.length === 0 ? {} : { "changed-globals": changed.slice(0, MOST_NAMES).join(", ") }),
    },
  };
}

function sessionOptions(spec: TrialSpec): SessionOptions {
  const { workload, workers, launch, scheduling = "next-free", env, more = {}, redis, module } = spec;
  return { workload, workers, launch, scheduling, env, more, ...(redis && { redis }), ...(module && { module }) };
}

async function openWarm(strategy: Strategy, spec: TrialSpec) {
  const session = strategy.open(sessionOptions(spec));
  if (session.warm === undefined) throw new Error(`${spec.strategy} keeps no workers: it cannot be warm`);
  await session.warm();
  return session;
}

function totalCpu(
  before: { own: ReturnType<typeof ownCpu>; children: ReturnType<typeof childrenCpu> },
  strategy: Strategy,
) {
  const own = cpuBetween(before.own, ownCpu());
  // Tasks may start programs of their own, whatever the strategy.
  const children = cpuBetween(before.children, childrenCpu());
  if (children === null && !strategy.startsProcesses) return own;
  if (own === null || children === null) return null;
  return { userMs: own.userMs + children.userMs, sysMs: own.sysMs + children.sysMs };
}

/** Observations of the workload in the caller when all is done. */
function observe(workload: Workload, inputs: TaskInput[], { outcomes, arrivedMs }: Gathered): Observed {
  const answers = outcomes.flatMap((outcome): Answer[] => {
    if (outcome.status === "failed") return [];
    const { index, value, endMs } = outcome.record;
    return [{ index, value, endMs, arrivedMs: arrivedMs.get(index) ?? endMs }];
  });
  return workload.observe?.(answers, { inputs, shared: inputs[0]?.shared }) ?? {};
}

/** The values of tasks stay here: the runner needs the time that they took, not the values. */
function withoutValue({ value: _, withheld: __, ...record }: TaskRecord): TaskReport {
  return record;
}

function failureOf(outcome: TaskOutcome): TrialReport["failures"] {
  return outcome.status === "failed" ? [{ index: outcome.index, message: outcome.message }] : [];
}
