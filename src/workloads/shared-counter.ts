import type { Answer, Observed, TaskInput, Workload } from "./workload.js";

/**
 * Every task adds 1 n times to one counter that the caller made in shared memory, with Atomics or without (`atomics`).
 * Two threads that read, add and write at once lose an addition.
 */
export const workload: Workload = {
  title: "add 1 to one shared counter, n times a task",
  bound: "cpu",
  division: "tasks",
  unit: "additions",
  defaultN: 1_000_000,
  msPerUnit: 1e-5,
  // A view: a process is sent a copy of it, where it would refuse the shared memory itself.
  prepare: () => new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
  run({ n, more, shared }) {
    const counter = shared instanceof Int32Array ? shared : new Int32Array(1);
    if (more.atomics === true) addAtomically(counter, n);
    else addPlainly(counter, n);
    return { checksum: n, value: counter.buffer instanceof SharedArrayBuffer };
  },
  observe,
};

function addAtomically(counter: Int32Array, times: number): void {
  for (let i = 0; i < times; i++) Atomics.add(counter, 0, 1);
}

function addPlainly(counter: Int32Array, times: number): void {
  for (let i = 0; i < times; i++) counter[0] = (counter[0] as number) + 1;
}

/** Compares the caller's counter with the additions of the tasks. */
function observe(
  answers: readonly Answer[],
  { inputs, shared }: { inputs: readonly TaskInput[]; shared: unknown },
): Observed {
  const expected = inputs.reduce((total, { n }) => total + n, 0);
  const counted = Atomics.load(shared as Int32Array, 0);
  const sharing = answers.filter(({ value }) => value === true).length;
  return {
    figures: { expected, counted, lost: expected - counted, sharing },
    notes: { "handed-over": sharing === answers.length ? "the shared memory itself" : "a copy to each task" },
  };
}
