import type { Io } from "../command.js";
import { blockLine, messagesOf, type ProgressView } from "./plain-progress.js";

/** On a terminal a view that is redrawn, loaded only there; elsewhere a plain line a block. */
export async function showProgress(io: Io): Promise<ProgressView> {
  return io.isTerminal ? (await import("./terminal-progress.js")).terminalView(io) : plainView(io);
}

function plainView(io: Io): ProgressView {
  const line = (text: string) => io.err(`${text}\n`);
  return {
    onEvent(event) {
      for (const text of messagesOf(event)) line(text);
      if (event.kind === "block-finished") line(blockLine(event.at));
    },
    note: line,
    end() {},
  };
}
