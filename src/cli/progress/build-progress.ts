import { whole } from "../../words/number.js";
import { clock } from "../../words/time.js";
import type { Io } from "../command.js";

interface Step {
  what: "read" | "make" | "try";
  done: number;
  of: number;
}

/** Shorter work is not worth a line. */
const QUIET_MS = 1_000;
const REDRAW_MS = 200;
/** Where nothing can be redrawn, a line now and then. */
const LINE_MS = 10_000;

const WORDS = { read: "Reading run files", make: "Making pages of runs", try: "Trying cells" } as const;

/** Says how far a build or a plan is and how long it will take: in place on a terminal, else in plain lines now and then. */
export function showProgress(io: Io) {
  let shown = false;
  let lastMs = performance.now();
  let firstMs = performance.now();
  let what: Step["what"] | undefined;
  const clear = () => {
    if (shown && io.isTerminal) io.err("\r\u001b[K");
    shown = false;
  };
  return {
    show(step: Step): void {
      if (step.what !== what) {
        what = step.what;
        firstMs = performance.now();
        lastMs = firstMs + QUIET_MS - (io.isTerminal ? REDRAW_MS : LINE_MS);
      }
      if (performance.now() - firstMs < QUIET_MS || performance.now() - lastMs < (io.isTerminal ? REDRAW_MS : LINE_MS))
        return;
      lastMs = performance.now();
      const line = progressWords(step, performance.now() - firstMs);
      if (io.isTerminal) io.err(`\r\u001b[K${line}`);
      else io.err(`${line}\n`);
      shown = true;
    },
    end: clear,
  };
}

/** "Making pages of runs: 250 of 1,000, about 9 s left". */
export function progressWords({ what, done, of }: Step, tookMs: number): string {
  const leftMs = done === 0 ? Number.NaN : (tookMs / done) * (of - done);
  const left = Number.isNaN(leftMs) ? "" : `, about ${clock(Math.max(1_000, leftMs))} left`;
  return `${WORDS[what]}: ${whole(done)} of ${whole(of)}${left}`;
}
