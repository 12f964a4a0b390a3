import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { analyseRun } from "../../.build/analysis/analyse.js";
import type { CellStack, LossPart } from "../../.build/analysis/results/stack.js";
import { type MatrixDefinition, type Run, runStudy } from "../../.build/index.js";
import type { Measure } from "./measures.js";

const CORES = availableParallelism();
/** Shares of worker time that the stack may leave unexplained. */
const MOST_UNEXPLAINED_PERCENT = 5;

interface Plant {
  id: string;
  what: string;
  matrix: MatrixDefinition;
  /** What must be the largest loss at each worker count; counts that nothing was planted at are missing. */
  cause: Readonly<Record<number, LossPart>>;
}

/** Work whose largest loss is known beforehand, recorded by the real runner. */
const PLANTS: readonly Plant[] = [
  {
    id: "cpu-bound",
    what: `16 tasks of 100 ms of CPU on ${CORES} cores`,
    matrix: {
      workload: "random-loop",
      strategy: ["sequential", "process-pool"],
      workers: [1, CORES, 2 * CORES, 4 * CORES],
      tasks: 8 * CORES,
      n: { taskMs: 100 },
    },
    cause: { [2 * CORES]: "waiting", [4 * CORES]: "waiting" },
  },
  {
    id: "uneven-sleeps",
    what: "12 sleeps, one of them 12 times as long as the others",
    matrix: {
      workload: "sleep",
      strategy: ["sequential", "thread-pool"],
      workers: 4,
      tasks: 12,
      n: 100,
      more: { skew: "one-long" },
    },
    cause: { 4: "idleByImbalance" },
  },
  {
    id: "equal-sleeps",
    what: "8 equal sleeps of 300 ms",
    matrix: { workload: "sleep", strategy: ["sequential", "thread-pool"], workers: 6, tasks: 8, n: 300 },
    cause: { 6: "idleByRounds" },
  },
  {
    id: "tiny-tasks",
    what: "2,000 tasks of a few microseconds",
    matrix: {
      workload: "random-loop",
      strategy: ["sequential", "process-pool"],
      workers: 2,
      tasks: 2_000,
      n: 1_000,
      pool: "warm",
    },
    cause: { 2: "dispatch" },
  },
  {
    id: "fresh-processes",
    what: "a new process for each of 16 tasks of 5 ms",
    matrix: {
      workload: "random-loop",
      strategy: ["sequential", "process-per-task"],
      workers: 2,
      tasks: 16,
      n: { taskMs: 5 },
    },
    cause: { 2: "startUp" },
  },
];

/** One bar of a recording, beside what was planted there. */
export interface Found {
  what: string;
  stack: CellStack;
  speedUp: number | null;
  /** `null`: nothing was planted at this worker count. */
  cause: LossPart | null;
}

/** Records everything that is planted, `blocks` times each. */
export async function recordPlanted(blocks: number): Promise<{ run: Run; found: Found[] }> {
  const dir = mkdtempSync(join(tmpdir(), "scalebook-bench-"));
  try {
    const experiments = PLANTS.map(({ id, what, matrix }) => ({ id, title: what, question: what, matrix: [matrix] }));
    const { run } = await runStudy({ id: "planted-causes", blocks, experiments }, { runsDir: dir });
    const analysed = analyseRun(run).experiments;
    const found = PLANTS.flatMap(({ what, cause }, index) =>
      (analysed[index]?.scaling ?? []).flatMap(({ points, stack }) =>
        stack.map((one) => ({
          what,
          stack: one,
          speedUp: points.find(({ key }) => key === one.key)?.speedUp?.value ?? null,
          cause: cause[one.workers] ?? null,
        })),
      ),
    );
    return { run, found };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Whether the planted cause is the largest loss. */
export function isFound({ stack, cause }: Found): boolean {
  return cause === null || stack.largestLoss?.part === cause;
}

export function unexplainedPercent({ stack }: Found): number {
  return (stack.shares.unexplained?.value ?? 1) * 100;
}

/** Planted causes that are not found as the largest loss, and the worst share that is left unexplained. */
export async function plantedCauses(): Promise<Measure[]> {
  const { found } = await recordPlanted(5);
  const planted = found.filter(({ cause }) => cause !== null);
  const missed = planted.filter((one) => !isFound(one)).length;
  const common: Pick<Measure, "unit" | "other" | "otherName"> = { unit: "%", other: [], otherName: "" };
  return [
    {
      ...common,
      name: `planted causes of lost worker time that are not the largest loss found, of ${planted.length}`,
      ours: [(100 * missed) / planted.length],
      limit: 0,
    },
    {
      ...common,
      name: "worker time left unexplained, the worst of these cells",
      ours: [Math.max(...found.map(unexplainedPercent))],
      limit: MOST_UNEXPLAINED_PERCENT,
    },
  ];
}
