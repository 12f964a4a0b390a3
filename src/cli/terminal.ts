import { fileError } from "../record/files/regular-files.js";
import { UserError } from "../user-error.js";
import type { Io } from "./command.js";

/**
 * The real terminal. A reader that goes away (`scalebook list | head`) ends the program quietly, a full disk behind `>` with a
 * message.
 */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      const told = fileError("cannot write the output", error);
      if (!(told instanceof UserError) || stream === process.stderr) throw error;
      process.stderr.write(`scalebook: ${told.message}\n`, () => process.exit(2));
    });
  }
  return {
    out: (text) => void process.stdout.write(text),
    drained: (text) =>
      new Promise((resolve) => {
        if (process.stdout.write(text)) resolve();
        else process.stdout.once("drain", resolve);
      }),
    err: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true && process.env.TERM !== "dumb",
    columns: process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY,
    env: process.env,
    onInterrupt(listener) {
      const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
  };
}
