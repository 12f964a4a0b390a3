import pc from "picocolors";
import { GENERAL_FLOOR_PERCENT } from "../../analysis/comparing/verdict.js";
import type { Overhead } from "../../analysis/self-test/overhead.js";
import type { EqualPair, SelfTestResult, Share } from "../../analysis/self-test/self-test.js";
import type { Plan } from "../../record/schema/run-schema.js";
import { plural } from "../../words/number.js";
import { intervalWords, percentLevel, plainInterval, plainPercent, timeChange } from "../../words/percent.js";
import { list } from "../../words/sentence.js";
import { clock, formatTime } from "../../words/time.js";
import type { Io } from "../command.js";
import { wrapper } from "./doctor-words.js";

/** A self-test as it is printed. */
interface Printed {
  result?: SelfTestResult;
  overhead?: Overhead | null;
  keptIn?: string | null;
  run?: string;
  plan: Plan | undefined;
  /** Titles of the checks that found the machine not fit to measure on. */
  unfit: readonly string[];
}

/** Prints a self-test: each pair, the floor, the overhead of measuring. */
export async function printSelfTest(printed: Printed, io: Io): Promise<void> {
  const { result, overhead, keptIn, run, plan, unfit } = printed;
  if (result === undefined) return;
  const wrap = await wrapper(io, 2);
  const say = (text: string, indent = "") => io.out(`${indent}${wrap(text).join(`\n${indent}`)}\n`, true);
  say("");
  say(pc.bold(`Self-test: ${headWords(result, plan)}`));
  for (const pair of result.pairs) {
    say("");
    say(`${pair.title}`);
    for (const line of pairLines(pair)) say(line, "  ");
  }
  say("");
  say(floorLine(result));
  if (unfit.length > 0) say(unfitLine(unfit));
  say(overheadLine(overhead ?? null));
  say(
    keptIn
      ? `Kept in ${keptIn}: every later run on this machine records it.`
      : "It could not be kept: the configuration folder cannot be written.",
  );
  if (run !== undefined) say(`Run: ${run}`);
}

function headWords({ blocks, comparisons }: SelfTestResult, plan: Plan | undefined): string {
  const time = plan === undefined ? "" : ` in ${clock(plan.wallMs)}`;
  return `${plural(blocks, "block")}${time}, ${plural(comparisons, "comparison")} of 20 blocks drawn from them`;
}

function pairLines(pair: EqualPair): string[] {
  const {
    medianMs,
    spreadPercent,
    changePercent,
    interval,
    noisePercent,
    noiseInterval,
    falseAlarms,
    falseAlarmsWithFloor,
    coverage,
  } = pair;
  const held = interval[0] <= 0 && interval[1] >= 0;
  return [
    `${formatTime(medianMs)} a trial, interquartile range ${plainPercent(spreadPercent)}`,
    `the second name: ${timeChange(changePercent)} (95 % interval ${intervalWords(interval)}${held ? "" : "; it should hold no change, and does in 95 of 100 self-tests"})`,
    `noise: in 39 of 40 comparisons two equal programs differ by ${plainPercent(noisePercent)} or less (95 % interval ${plainInterval(noiseInterval)})`,
    `false alarms: ${share(falseAlarms)} with the general floor of ${percentLevel(GENERAL_FLOOR_PERCENT)}`,
    ...(noisePercent > GENERAL_FLOOR_PERCENT
      ? [`false alarms: ${share(falseAlarmsWithFloor)} with the floor measured here`]
      : []),
    `95 % intervals that hold the truth: ${share(coverage)}`,
  ];
}

function floorLine({ floorPercent }: SelfTestResult): string {
  if (floorPercent <= GENERAL_FLOOR_PERCENT) {
    return `Floor: ${percentLevel(GENERAL_FLOOR_PERCENT)}, as everywhere; the noise of this machine, ${plainPercent(floorPercent)}, is below it.`;
  }
  return `Floor: ${percentLevel(floorPercent)}. Smaller changes are not called changes on this machine; a quieter one, or a quieter hour, would show them.`;
}

/** The floor belongs to the hour as well as to the machine. */
function unfitLine(unfit: readonly string[]): string {
  return `The machine was not fit to measure on (${list(unfit).toLowerCase()}): do this again in a quieter hour; the last self-test counts.`;
}

function overheadLine(overhead: Overhead | null): string {
  if (overhead === null) return "What measuring adds could not be measured: too few trials went well.";
  const { changePercent, interval, pairs, besideMs, besideInterval, byHandMs } = overhead;
  const range = besideInterval === null ? "" : ` (95 % interval ${besideInterval.map(formatTime).join(" to ")})`;
  return `Measuring: a trial takes ${timeChange(changePercent, "the same loop timed by hand")}, ${formatTime(byHandMs)} (95 % interval ${intervalWords(interval)}; ${plural(pairs, "pair")}); beside that, each trial costs ${formatTime(besideMs)}${range} for its process.`;
}

/** "1.6 % (95 % interval 0.2 to 5.7 %)". */
function share({ percent, interval }: Share): string {
  return `${plainPercent(percent)} (95 % interval ${plainInterval(interval)})`;
}
