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
/** Where nothing can be redrawn, a line now and then: often at first, when it may be the last. */
const LINE_MS = 1_500;
const LATER_LINE_MS = 10_000;
const LATER_MS = 60_000;

const WORDS = { read: "Reading run files", make: "Making pages of runs", try: "Trying combinations" } as const;

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
        lastMs = Number.NEGATIVE_INFINITY;
      }
      const nowMs = performance.now();
      const tookMs = nowMs - firstMs;
      const everyMs = io.isTerminal ? REDRAW_MS : tookMs < LATER_MS ? LINE_MS : LATER_LINE_MS;
      if (tookMs < QUIET_MS || nowMs - lastMs < everyMs) return;
      lastMs = nowMs;
      const line = progressWords(step, tookMs);
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
