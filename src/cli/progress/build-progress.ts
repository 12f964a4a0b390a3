import { setTimeout as pause } from "node:timers/promises";
import type { SiteBusy } from "../../report/site/output-folder.js";
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

/** How often it is looked whether another build is done, and how long at most. */
const LOOK_MS = 100;
const MOST_WAIT_MS = 600_000;

const WORDS = { read: "Reading run files", make: "Making pages of runs", try: "Trying combinations" } as const;

/**
 * Says how far a build or a plan is and how long it will take: in place on a terminal, else in plain lines now and then.
 *
 * @param opening said before the first step and between two kinds of steps
 */
export function showProgress(io: Io, opening: string) {
  let shown = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  let firstMs = performance.now();
  let step: Step | undefined;
  const draw = () => {
    const nowMs = performance.now();
    const tookMs = nowMs - firstMs;
    const everyMs = io.isTerminal ? REDRAW_MS : tookMs < LATER_MS ? LINE_MS : LATER_LINE_MS;
    if (tookMs < QUIET_MS || nowMs - lastMs < everyMs) return;
    lastMs = nowMs;
    const line = step === undefined || step.done === step.of ? `${opening} ...` : progressWords(step, tookMs);
    io.err(io.isTerminal ? `\r\u001b[K${line}` : `${line}\n`, true);
    shown = true;
  };
  const timer = setInterval(draw, REDRAW_MS).unref();
  return {
    show(next: Step): void {
      if (next.what !== step?.what) {
        firstMs = performance.now();
        lastMs = Number.NEGATIVE_INFINITY;
      }
      step = next;
      draw();
    },
    end(): void {
      clearInterval(timer);
      if (shown && io.isTerminal) io.err("\r\u001b[K", true);
    },
  };
}

/** Waits while another build is at work in the folder of a site, which takes seconds, and says so; returns whether to go on waiting. */
export function waitForBuild(io: Pick<Io, "err">, wait: (ms: number) => Promise<unknown> = pause) {
  let waitedMs = 0;
  return async ({ what }: Pick<SiteBusy, "what">): Promise<boolean> => {
    if (waitedMs === 0) io.err(`Waiting: ${what}\n`);
    await wait(LOOK_MS);
    waitedMs += LOOK_MS;
    return waitedMs < MOST_WAIT_MS;
  };
}

/** "Making pages of runs: 250 of 1,000, about 9 s left". */
export function progressWords({ what, done, of }: Step, tookMs: number): string {
  const leftMs = done === 0 ? Number.NaN : (tookMs / done) * (of - done);
  const left = Number.isNaN(leftMs) ? "" : `, about ${clock(Math.max(1_000, leftMs))} left`;
  return `${WORDS[what]}: ${whole(done)} of ${whole(of)}${left}`;
}
