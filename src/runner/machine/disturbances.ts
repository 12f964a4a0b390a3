import { availableParallelism, uptime } from "node:os";
import { performance } from "node:perf_hooks";
import { MOST_DISTURBANCES } from "../../record/schema/machine-schema.js";
import type { Disturbance } from "../../record/schema/run-schema.js";
import { cgroupCpu } from "./cgroup.js";

/** Clocks that run apart by less are disciplined, not set: the network's time may stretch a second by half a thousandth. */
const LEAST_MS = 1_000;

/** The clocks and the cores of this machine; tests put their own in their place. */
export interface MachineState {
  /** The time of day, which can be set. */
  wallMs(): number;
  /** Time that only grows, and stands still while the machine is suspended. */
  runningMs(): number;
  /** Time that grows then as well; `null` where the system has no such clock. */
  bootMs(): number | null;
  /** Cores that the affinity of this process leaves to it. */
  cores(): number;
  /** Cores of a CPU quota; `null` where there is none. */
  quotaCores(): number | null;
}

const thisMachine: MachineState = {
  wallMs: () => Date.now(),
  runningMs: () => performance.now(),
  // Elsewhere it follows the time of day.
  bootMs: () => (process.platform === "linux" ? uptime() * 1_000 : null),
  cores: availableParallelism,
  quotaCores: () => cgroupCpu().quotaCores,
};

type Reading = { [Fact in keyof MachineState]: ReturnType<MachineState[Fact]> };

/** Watches for what must not happen to a machine while it is measured on. */
export class DisturbanceWatch {
  readonly #state: MachineState;
  readonly #start: Reading;
  #last: Reading;
  /** As many as a run file holds. */
  readonly seen: Disturbance[];

  /** @param before what an interrupted run saw that is gone on with */
  constructor(before: readonly Disturbance[] = [], state: MachineState = thisMachine) {
    this.seen = [...before];
    this.#state = state;
    this.#start = this.#read();
    this.#last = this.#start;
  }

  /** What happened since the look before. `block` and `position`: the trial of this moment. */
  look({ block, position }: Pick<Disturbance, "block" | "position">): Disturbance[] {
    const [before, now] = [this.#last, this.#read()];
    this.#last = now;
    const ranMs = now.runningMs - before.runningMs;
    const passedMs = passedBetween(before, now);
    const setMs = now.wallMs - before.wallMs - passedMs;
    const place = { block, position };
    const found: Disturbance[] = [];
    if (passedMs - ranMs >= LEAST_MS) found.push({ kind: "suspended", ...place, byMs: passedMs - ranMs });
    if (Math.abs(setMs) >= LEAST_MS) found.push({ kind: "clock-set", ...place, byMs: setMs });
    for (const [kind, fact] of [["cores", "cores"] as const, ["quota", "quotaCores"] as const]) {
      if (before[fact] !== now[fact]) found.push({ kind, ...place, before: before[fact], after: now[fact] });
    }
    this.seen.push(...found.slice(0, Math.max(0, MOST_DISTURBANCES - this.seen.length)));
    return found;
  }

  /** The time of day by the clock of the start, in ms: never before it, whatever was set meanwhile. */
  nowMs(): number {
    const now = this.#read();
    const byStart = this.#start.wallMs + passedBetween(this.#start, now);
    return Math.abs(now.wallMs - byStart) < LEAST_MS ? Math.max(now.wallMs, this.#start.wallMs) : byStart;
  }

  #read(): Reading {
    const { wallMs, runningMs, bootMs, cores, quotaCores } = this.#state;
    return {
      wallMs: wallMs(),
      runningMs: runningMs(),
      bootMs: bootMs(),
      cores: cores(),
      quotaCores: quotaCores(),
    };
  }
}

/** Time that passed, suspended or not. */
function passedBetween(before: Reading, now: Reading): number {
  if (before.bootMs === null || now.bootMs === null) return now.runningMs - before.runningMs;
  return now.bootMs - before.bootMs;
}
