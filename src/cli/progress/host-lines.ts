import { logUpdateStderr } from "log-update";
import { largest } from "../../record/limits/extremes.js";
import { clock } from "../../words/time.js";
import type { Io } from "../command.js";
import { printable } from "../print/printable.js";
import { QUIET_MS } from "./plain-progress.js";

const LOOK_MS = 500;

/**
 * Shows what several machines say: on a terminal the last line of each, in place; elsewhere every line, with the machine before it.
 * Of a machine that says nothing the line says for how long: on a terminal always, elsewhere at times that double.
 */
export function hostLines(io: Io, hosts: readonly string[]) {
  const begunMs = performance.now();
  const last = new Map(hosts.map((host) => [host, { text: "connecting ...", sinceMs: begunMs, nextMs: QUIET_MS }]));
  const widest = () => Math.max(0, largest([...last.keys()].map(({ length }) => length)));
  const aged = ({ text, sinceMs }: { text: string; sinceMs: number }) => {
    const passedMs = performance.now() - sinceMs;
    return text.endsWith("...") && passedMs >= QUIET_MS ? `${text} ${clock(passedMs)}` : text;
  };
  const shown = (host: string, line: string) => `${host.padEnd(widest())}  ${printable(line)}`;
  const cut = (line: string) => line.slice(0, Math.max(20, (process.stderr.columns ?? 80) - 1));
  const draw = () => {
    if (io.isTerminal) logUpdateStderr([...last].map(([host, state]) => cut(shown(host, aged(state)))).join("\n"));
  };
  const look = () => {
    if (io.isTerminal) return draw();
    for (const [host, state] of last) {
      if (!state.text.endsWith("...") || performance.now() - state.sinceMs < state.nextMs) continue;
      state.nextMs *= 2;
      io.err(`${shown(host, aged(state))}\n`);
    }
  };
  const timer = setInterval(look, LOOK_MS);
  draw();
  return {
    line(host: string, text: string, was = host) {
      if (was !== host) last.delete(was);
      if (last.get(host)?.text === text) return;
      last.set(host, { text, sinceMs: performance.now(), nextMs: QUIET_MS });
      if (io.isTerminal) draw();
      else io.err(`${shown(host, text)}\n`);
    },
    note(text: string) {
      if (io.isTerminal) logUpdateStderr.clear();
      io.err(`${text}\n`);
      draw();
    },
    end() {
      clearInterval(timer);
      if (io.isTerminal) logUpdateStderr.done();
    },
  };
}
