import { disturbanceWords } from "../../analysis/results/disturbance-words.js";
import { queueCounts } from "../../analysis/results/queue-words.js";
import { blocksWithoutRoom, isDated } from "../../record/folder/run-facts.js";
import { formatDate } from "../../words/date.js";
import { plural, whole } from "../../words/number.js";
import { lowerFirst } from "../../words/sentence.js";
import type { ListedRun } from "../archive/run-entry.js";
import type { Chip } from "./page.js";

/** Name of a run: its label, else its study. */
export function runTitle({ run }: ListedRun): string {
  return ["", undefined, run.study].includes(run.label) ? run.study : `${run.study}: ${run.label}`;
}

/** "recorded", "imported" where the day of the measuring is not known, "recorded or imported" of several of both. */
export function datedWords(entries: readonly ListedRun[]): string {
  const dated = entries.filter(({ run }) => isDated(run)).length;
  if (dated === entries.length) return "recorded";
  return dated === 0 ? "imported" : "recorded or imported";
}

/** "host, 21 Nov 2026, 06:15 UTC", "host, imported 21 Nov 2026, 06:15 UTC". */
export function whereAndWhen(entry: ListedRun): string {
  return `${entry.run.machine.name}, ${dateWords(entry)}`;
}

/** "21 Nov 2026, 06:15 UTC", "imported 21 Nov 2026, 06:15 UTC", with seconds "21 Nov 2026, 06:15:07 UTC". */
export function dateWords(entry: Pick<ListedRun, "run">, withSeconds = false): string {
  return `${isDated(entry.run) ? "" : "imported "}${formatDate(entry.run.startedAt, withSeconds)}`;
}

/** "2 machines", "2 machines and unknown ones": of an import, the file need not say which it was. */
export function machineCount(entries: readonly ListedRun[]): string {
  const machines = entries.map(({ run }) => run.machine);
  const known = new Set(machines.filter(({ unidentified }) => !unidentified).map(({ id }) => id)).size;
  if (machines.every(({ unidentified }) => !unidentified)) return plural(known, "machine");
  if (machines.length === 1)
    return machines[0]?.name === "unknown machine" ? "an unknown machine" : "an unidentified machine";
  return known === 0 ? "unknown machines" : `${plural(known, "machine")} and unknown ones`;
}

/** "20 repeats", "1 to 4 repeats": usable trials of the cells that have any. */
export function repeatWords({ min, max }: { min: number; max: number }): string {
  if (max === 0) return "no usable measurement";
  if (max === 1) return "one measurement each";
  return min === max ? plural(max, "repeat") : `${whole(min)} to ${whole(max)} repeats`;
}

/** "failed", "interrupted", "interrupted after 1 of 8 repeats" where that many were asked for. */
function statusWords(run: ListedRun["run"]): string {
  const plan = "plan" in run && run.status === "interrupted" ? run.plan : undefined;
  if (plan === undefined || plan.budgetMs !== null) return run.status;
  return `interrupted after ${whole(plan.blocksFinished)} of ${plural(plan.blocksPlanned, "repeat")}`;
}

/** State, size and standing of a run, in words that fit a label. */
export function chipsOf(entry: ListedRun, isLight = false): Chip[] {
  const { run, analysis, line } = entry;
  const { max } = analysis.blocks;
  const repeats = repeatWords(analysis.blocks);
  const chips: Chip[] = run.status === "complete" ? [] : [{ text: statusWords(run), tone: "bad" }];
  if (isLight) chips.push({ text: "an older run: charts left out", tone: "plain" });
  if (line.runs.length > 1) chips.push({ text: `pooled from ${line.runs.length} runs`, tone: "plain" });
  if (line.broken !== null) chips.push({ text: "parent not at hand", tone: "warn" });
  if (run.origin !== undefined) chips.push({ text: `imported from ${run.origin.format}`, tone: "plain" });
  const without = "plan" in run ? blocksWithoutRoom(run) : 0;
  if (without > 0) chips.push({ text: `its file was full: ${plural(without, "repeat")} left out`, tone: "warn" });
  const [first, ...more] = ("conditions" in run && run.conditions?.disturbances) || [];
  if (first !== undefined)
    chips.push({
      text: `${lowerFirst(disturbanceWords(first))}${more.length === 0 ? "" : `, and ${whole(more.length)} more`}`,
      tone: "warn",
    });
  const { tries, tasks } = ("schemaVersion" in run && queueCounts(run)) || { tries: 0, tasks: 0 };
  if (tries > tasks) chips.push({ text: `${plural(tries - tasks, "task")} of the queue begun again`, tone: "warn" });
  const { shown, all } = analysis.part?.cells ?? { shown: 0, all: 0 };
  if (shown < all) chips.push({ text: `in part: ${whole(shown)} of ${whole(all)} combinations`, tone: "warn" });
  if (max === 0) chips.push({ text: repeats, tone: "bad" });
  else if (max === 1) chips.push({ text: repeats, tone: "warn" });
  else chips.push({ text: analysis.quick ? `quick: ${repeats}` : repeats, tone: analysis.quick ? "warn" : "plain" });
  const { trials, judged } = analysis.starved;
  if (trials > 0)
    chips.push({
      text: `disturbed by other programs: ${whole(trials)} of ${plural(judged, "measurement")}`,
      tone: "warn",
    });
  return chips;
}
