import type { Io } from "./command.js";
import { printableLines } from "./print/printable.js";

/**
 * A terminal that no text from outside can steer, wherever a command takes it from: names of files, keys, labels, what programs
 * said. Results that go to a file or to another program stay as they are. Text that a command styled itself passes.
 */
export function cleanIo(io: Io): Io {
  const result = Number.isFinite(io.columns) ? printableLines : (text: string) => text;
  return {
    ...io,
    out: (text, styled = false) => io.out(styled ? text : result(text)),
    drained: (text) => io.drained(result(text)),
    err: (text, styled = false) => io.err(styled ? text : printableLines(text)),
  };
}
