import type { Io } from "../command.js";
import { type ProgressView, plainView } from "./plain-progress.js";

/** Work whose progress is shown. */
interface ShownWork<Result> {
  /** Aborted at the first Ctrl-C; a second one ends the program. */
  stop: AbortController;
  /** Message at the first Ctrl-C. */
  interrupted: string;
  work(progress: ProgressView): Promise<Result>;
}

/** Does the work while its progress is shown: redrawn on a terminal, elsewhere as a plain line a block. */
export async function withProgress<Result>(io: Io, { stop, interrupted, work }: ShownWork<Result>): Promise<Result> {
  const progress = io.isTerminal ? (await import("./terminal-progress.js")).terminalView(io) : plainView(io);
  const stopListening = io.onInterrupt(() => {
    if (stop.signal.aborted) process.exit(130);
    progress.note(`Interrupted: ${interrupted} (again to stop now)`);
    stop.abort();
  });
  try {
    return await work(progress);
  } finally {
    stopListening();
    progress.end();
  }
}
