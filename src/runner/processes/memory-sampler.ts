import { performance } from "node:perf_hooks";
import { treePssBytes } from "./process-tree.js";

/** Reading the memory of a tree takes CPU that the trial could use: spend at most this share of one core on it. */
const SHARE_OF_TIME = 0.01;
const FIRST_LOOK_MS = 30;

export interface MemorySampler {
  /** Looks now, outside the measured time; the host waits until it is done. */
  look(): void | Promise<void>;
  /** Stops; the largest tree seen, in bytes, or `null` where there was nothing to see. */
  stop(): number | null;
}

/** Samples the memory of a process tree from outside, as often as its cost allows. */
export function sampleMemory(pid: number): MemorySampler {
  let peak: number | null = null;
  const look = () => {
    const bytes = treePssBytes(pid);
    if (bytes !== null) peak = Math.max(peak ?? 0, bytes);
  };
  const lookAndWait = () => {
    const before = performance.now();
    look();
    timer = setTimeout(lookAndWait, Math.max(FIRST_LOOK_MS, (performance.now() - before) / SHARE_OF_TIME));
  };
  let timer = setTimeout(lookAndWait, FIRST_LOOK_MS);
  return {
    look,
    stop() {
      clearTimeout(timer);
      return peak;
    },
  };
}
