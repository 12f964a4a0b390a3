/**
 * Load for a machine that is measured on: one or two busy processes that come and go, in a seeded rhythm, until this
 * process is ended or its time is over. `node .cache/bench/load.js [--seed 1] [--seconds 600]`
 *
 * Each of the two is idle for 4 s on average, then busy for 3 s (exponentially distributed, between 0.2 and 20 s): in about two
 * thirds of the time at least one of them runs.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { numberOption } from "./options.js";

const SLOTS = 2;
const IDLE_MS = 4_000;
const BUSY_MS = 3_000;
const SHORTEST_MS = 200;
const LONGEST_MS = 20_000;
/** Ends by itself, in case nobody is left to end it. */
const BUSY_LOOP = "const end = Date.now() + Number(process.argv[1]); while (Date.now() < end) Math.random();";

const seed = numberOption("--seed", 1);
const endMs = performance.now() + numberOption("--seconds", 600) * 1_000;
const busy = new Set<ChildProcess>();
const stop = () => {
  for (const child of busy) child.kill("SIGKILL");
  process.exit();
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
// Started by another program, it ends with it.
process.stdin.on("end", stop).on("error", stop).resume();

await Promise.all(Array.from({ length: SLOTS }, (_, slot) => comeAndGo(mulberry(seed + slot * 7_919))));
stop();

async function comeAndGo(random: () => number): Promise<void> {
  while (performance.now() < endMs) {
    await pause(Math.min(duration(IDLE_MS, random), Math.max(0, endMs - performance.now())));
    if (performance.now() >= endMs) return;
    await beBusy(Math.min(duration(BUSY_MS, random), Math.max(0, endMs - performance.now())));
  }
}

function beBusy(ms: number): Promise<void> {
  const child = spawn(process.execPath, ["-e", BUSY_LOOP, String(Math.round(ms))], { stdio: "ignore" });
  busy.add(child);
  return new Promise((resolve) => {
    child.once("exit", () => {
      busy.delete(child);
      resolve();
    });
  });
}

function duration(meanMs: number, random: () => number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, -meanMs * Math.log(1 - random())));
}

/** Mulberry32 (Ettinger, public domain). */
function mulberry(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
