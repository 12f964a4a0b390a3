import { logUpdateStderr } from "log-update";
import type { Io } from "../command.js";
import { printable } from "../print/printable.js";

/** Shows what several machines say: on a terminal the last line of each, in place; elsewhere every line, with the machine before it. */
export function hostLines(io: Io, hosts: readonly string[]) {
  const width = Math.max(...hosts.map(({ length }) => length));
  const last = new Map(hosts.map((host) => [host, "connecting ..."]));
  const shown = (host: string, line: string) => `${host.padEnd(width)}  ${printable(line)}`;
  const cut = (line: string) => line.slice(0, Math.max(20, (process.stderr.columns ?? 80) - 1));
  const draw = () => {
    if (io.isTerminal) logUpdateStderr([...last].map(([host, line]) => cut(shown(host, line))).join("\n"));
  };
  draw();
  return {
    line(host: string, line: string) {
      last.set(host, line);
      if (io.isTerminal) draw();
      else io.err(`${shown(host, line)}\n`);
    },
    note(text: string) {
      if (io.isTerminal) logUpdateStderr.clear();
      io.err(`${text}\n`);
      draw();
    },
    end() {
      if (io.isTerminal) logUpdateStderr.done();
    },
  };
}
