import { drawNumbers } from "./random.js";
import type { Workload } from "./workload.js";

/** Faults of one task. Those that end its worker never return. */
const faults = {
  throw() {
    throw new Error("the task threw");
  },
  "late-throw": () =>
    new Promise<never>(() => {
      setTimeout(() => {
        throw new Error("a callback of the task threw");
      }, 5);
    }),
  exit: () => process.exit(7),
  heap() {
    const held: number[][] = [];
    for (;;) held.push(new Array<number>(10_000).fill(held.length));
  },
  kill() {
    process.kill(process.pid, "SIGKILL");
    return new Promise<never>(() => {});
  },
} satisfies Record<string, () => never | Promise<never>>;

/** Draws n random numbers; the task in the middle commits the factor's `fault` instead. */
export const workload: Workload = {
  title: "draw n random numbers; one task in the middle goes wrong",
  bound: "cpu",
  division: "tasks",
  unit: "numbers",
  defaultN: 1_000_000,
  msPerUnit: 1e-6,
  deadlineMs: 1_500,
  prepare: ({ tasks }) => ({ faulty: Math.floor(tasks / 2) }),
  run({ index, n, seed, more, shared }) {
    const faulty = (shared as { faulty: number } | undefined)?.faulty;
    if (index === faulty && isFault(more.fault)) return faults[more.fault]();
    return drawNumbers(seed + index, n);
  },
};

function isFault(level: unknown): level is keyof typeof faults {
  return typeof level === "string" && Object.hasOwn(faults, level);
}
