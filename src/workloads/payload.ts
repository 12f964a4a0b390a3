import { drawNumbers } from "./random.js";
import type { Answer, Observed, Workload } from "./workload.js";

/** Approximate size of one object as JSON. */
const BYTES_PER_OBJECT = 64;

/**
 * Draws n random numbers, then hands back `bytes` bytes: as one Uint8Array, or as a list of small objects (`form`). With
 * `transfer` at `share` the bytes lie in shared memory.
 */
export const workload: Workload = {
  title: "draw n random numbers, hand back so many bytes",
  bound: "cpu",
  division: "tasks",
  unit: "numbers",
  defaultN: 5_000_000,
  msPerUnit: 1e-6,
  run({ index, n, seed, more }) {
    const bytes = typeof more.bytes === "number" ? more.bytes : 0;
    const checksum = drawNumbers(seed + index, n) + bytes;
    const value = more.form === "objects" ? someObjects(bytes) : someBytes(bytes, index, more.transfer === "share");
    return { checksum, value };
  },
  observe,
};

function someBytes(bytes: number, index: number, shared: boolean): Uint8Array {
  return new Uint8Array(shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)).fill(index + 1);
}

function someObjects(bytes: number): object[] {
  const length = Math.ceil(bytes / BYTES_PER_OBJECT);
  return Array.from({ length }, (_, id) => ({ id, name: `number ${id}`, share: id / length, even: id % 2 === 0 }));
}

/** Time between the end of each task in its worker and the arrival of its result. */
function observe(answers: readonly Answer[]): Observed {
  if (answers.length === 0) return {};
  const ways = answers.map(({ endMs, arrivedMs }) => arrivedMs - endMs).sort((a, b) => a - b);
  const last = answers.reduce((latest, answer) => (answer.arrivedMs > latest.arrivedMs ? answer : latest));
  const kinds = new Set(answers.map(({ value }) => Object.prototype.toString.call(value).slice(8, -1)));
  return {
    figures: {
      "transfer-ms": Math.max(0, last.arrivedMs - last.endMs),
      "transfer-median-ms": Math.max(0, ways[Math.floor((ways.length - 1) / 2)] ?? 0),
    },
    notes: { "arrived-as": [...kinds].join(", ") },
  };
}
