import { logUpdateStderr } from "log-update";
import pc from "picocolors";
import wrapAnsi from "wrap-ansi";
import { strategyWords } from "../../analysis/cells/cell-labels.js";
import type { Cell, Experiment } from "../../record/schema/run-schema.js";
import type { Progress } from "../../runner/request/events.js";
import { multiple, plural } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import type { Io } from "../command.js";
import { printable } from "../print/printable.js";
import { messagesOf, type ProgressView, repeatWords, sizeLine, timesWords, widthWords } from "./plain-progress.js";

/** Redraws at most once a second: drawing takes a core away from what is measured. */
const REDRAW_MS = 1_000;

/** Of a terminal that does not tell. */
const WIDTH = 80;

/** A view that is redrawn: the repeat, the combination, the times and the first estimates. */
export function terminalView(io: Io): ProgressView {
  let current = "";
  let at: Progress | null = null;
  let estimates: string[] = [];
  let since = Date.now();
  const view = () => {
    if (at === null) return current;
    const passedMs = Date.now() - since;
    const now = {
      ...at,
      elapsedMs: at.elapsedMs + passedMs,
      remainingMs: at.remainingMs - Math.min(passedMs, at.remainingMs),
    };
    const widths = at.precision === undefined ? [] : [pc.dim(widthWords(at.precision))];
    const head = `${sentenceCase(repeatWords(now))}  ${bar(shareOf(now))}  ${timesWords(now)}`;
    const combination = `combination ${Math.min(at.trial + 1, at.trials)} of ${at.trials}: ${current}`;
    return [pc.bold(head), ...widths, combination, ...estimates].join("\n");
  };
  const columns = Math.min(io.columns, process.stderr.columns ?? WIDTH);
  const wrap = (text: string) => wrapAnsi(text, columns, { hard: false, trim: false });
  const draw = () => logUpdateStderr(wrap(view()));
  const timer = setInterval(draw, REDRAW_MS);
  const say = (text: string) => {
    logUpdateStderr.clear();
    io.err(`${wrap(text)}\n`);
  };
  return {
    onEvent(event) {
      for (const text of messagesOf(event)) say(text);
      if (event.kind === "calibrating") current = printable(sizeLine(event));
      if (event.kind === "trial-started") current = printable(event.label);
      if ("at" in event) {
        at = event.at;
        since = Date.now();
      }
      if (event.kind === "block-finished")
        estimates = firstEstimates(event.experiments).map((line) => pc.dim(printable(line)));
      if (event.kind === "calibrating" || event.kind === "block-finished") draw();
    },
    note: say,
    end() {
      clearInterval(timer);
      logUpdateStderr.clear();
      logUpdateStderr.done();
    },
  };
}

/** Share of the budget that is spent, or of the repeats that are done. */
function shareOf({ block, blocks, trial, trials, elapsedMs, budgetMs }: Progress): number {
  return budgetMs === undefined ? (block + trial / trials) / blocks : elapsedMs / budgetMs;
}

function bar(share: number): string {
  const width = 24;
  const filled = Math.round(Math.min(1, share) * width);
  return `${"━".repeat(filled)}${pc.dim("─".repeat(width - filled))}`;
}

/**
 * First estimates of a recording, one line an experiment: the ratio of the medians of the quickest parallel cell and of
 * the sequential cell of its size. They are rough; the analysis follows at the end.
 */
export function firstEstimates(experiments: readonly Experiment[]): string[] {
  return experiments.flatMap(({ id, cells, figure }) => {
    // These are of times, which are not what such an experiment compares.
    if (figure !== undefined) return [];
    const times = cells.flatMap((cell) => {
      const ms = medianMs(cell);
      const baseline = cells.find((other) => other.factors.strategy === "sequential" && sameSize(other, cell));
      const baseMs = baseline && medianMs(baseline);
      if (ms === null || baseMs === null || baseMs === undefined || baseline === cell) return [];
      return [{ cell, ratio: baseMs / ms, n: cell.trials.length }];
    });
    const [best] = times.sort((a, b) => b.ratio - a.ratio);
    if (best === undefined) return [];
    const { strategy, workers } = best.cell.factors;
    return [
      `${id}: so far ${strategyWords(strategy)} with ${plural(workers, "worker")} is ${multiple(best.ratio)} as fast as sequential (${plural(best.n, "repeat")})`,
    ];
  });
}

function sameSize(a: Cell, b: Cell): boolean {
  return (
    a.factors.workload === b.factors.workload && a.factors.n === b.factors.n && a.factors.tasks === b.factors.tasks
  );
}

function medianMs({ trials }: Cell): number | null {
  const times = trials.flatMap(({ wallMs }) => (wallMs === null ? [] : [wallMs])).sort((a, b) => a - b);
  return times[Math.floor((times.length - 1) / 2)] ?? null;
}
