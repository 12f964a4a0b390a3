/**
 * The measures of this project, each as a ratio in one run with medians. `npm run bench`; `--json <file>` keeps them,
 * `--jsonl <file>` as lines that `scalebook import jsonl` reads: this project's own history.
 */
import { writeFileSync } from "node:fs";
import { analyseCommand, analysisSpeed } from "./analysis-speed.js";
import { chartSpeed, siteSpeed } from "./chart-speed.js";
import { cliStart } from "./cli-start.js";
import { commandOverhead } from "./command-overhead.js";
import { type Measure, median } from "./measures.js";
import { textOption } from "./options.js";
import { plantedCauses } from "./planted-causes.js";
import { poolDispatch } from "./pool-dispatch.js";
import { pythonPool } from "./python-pool.js";
import { runnerShare } from "./runner-share.js";
import { serialShare } from "./serial-share.js";
import { siteWeight } from "./site-weight.js";
import { trialOverhead } from "./trial-overhead.js";

const measures: Measure[] = [];
for (const take of [
  trialOverhead,
  cliStart,
  commandOverhead,
  analysisSpeed,
  analyseCommand,
  chartSpeed,
  siteSpeed,
  siteWeight,
  poolDispatch,
  pythonPool,
  runnerShare,
  serialShare,
  plantedCauses,
]) {
  for (const measure of [(await take()) ?? []].flat()) {
    measures.push(measure);
    process.stdout.write(`${line(measure)}\n`);
  }
}
const json = textOption("--json");
if (json !== undefined) writeFileSync(json, `${JSON.stringify(measures, null, 2)}\n`);
const jsonl = textOption("--jsonl");
if (jsonl !== undefined) writeFileSync(jsonl, measures.flatMap(rows).join(""));

/** A measurement a line; each measure is a workload of its own, and what it is held against comes first. */
function rows({ name, unit, ours, other, otherName }: Measure): string[] {
  if (unit !== "ms") return [];
  const row = (strategy: string) => (ms: number) =>
    `${JSON.stringify({ workload: slug(name), strategy: slug(strategy), workers: 1, wall_ms: Number(ms.toFixed(3)) })}\n`;
  return [...other.map(row(otherName)), ...ours.map(row("scalebook"))];
}

function slug(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 64);
}

function line(measure: Measure): string {
  const { name, unit, ours, other, otherName, limit } = measure;
  const own = median(ours);
  const figure = other.length === 0 ? own : own / median(other);
  const shown =
    other.length === 0
      ? `${own.toFixed(1)} ${unit}`
      : `${own.toFixed(1)} ${unit} against ${median(other).toFixed(1)} ${unit} (${otherName}): ratio ${figure.toFixed(3)}`;
  const goal = limit === null ? "" : `; at most ${limit}: ${figure <= limit ? "kept" : "NOT KEPT"}`;
  return `${name}: ${shown}${goal}${ours.length > 1 ? ` (medians of ${ours.length})` : ""}`;
}
