import { killTree } from "./process-tree.js";

/** How a process came to its end: by itself, because its time was over, or because the run was stopped. */
export type Ended = "exit" | "timeout" | "stopped";

/**
 * Ends a process and all that it started when its time is over or the run is stopped, and remembers which: a kill from
 * outside looks the same.
 */
export function endEarly(pid: number, { timeoutMs, stop }: { timeoutMs: number; stop: AbortSignal }) {
  let cause: Ended = "exit";
  const end = (why: Ended) => {
    cause = why;
    killTree(pid);
  };
  const onStop = () => end("stopped");
  const timer = setTimeout(() => end("timeout"), timeoutMs);
  if (stop.aborted) onStop();
  stop.addEventListener("abort", onStop, { once: true });
  return {
    cause: () => cause,
    cancel() {
      clearTimeout(timer);
      stop.removeEventListener("abort", onStop);
    },
  };
}
