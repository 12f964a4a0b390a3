/** The measures of this project, each as a ratio in one run with medians. `npm run bench`; `--json <file>` keeps them. */
import { writeFileSync } from "node:fs";
import { analyseCommand, analysisSpeed } from "./analysis-speed.js";
import { chartSpeed, siteSpeed } from "./chart-speed.js";
import { cliStart } from "./cli-start.js";
import { commandOverhead } from "./command-overhead.js";
import { type Measure, median } from "./measures.js";
import { plantedCauses } from "./planted-causes.js";
import { runnerShare } from "./runner-share.js";
import { serialShare } from "./serial-share.js";
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
  runnerShare,
  serialShare,
  plantedCauses,
]) {
  for (const measure of [(await take()) ?? []].flat()) {
    measures.push(measure);
    process.stdout.write(`${line(measure)}\n`);
  }
}
const at = process.argv.indexOf("--json");
const file = process.argv[at + 1];
if (at > 0 && file !== undefined) writeFileSync(file, `${JSON.stringify(measures, null, 2)}\n`);

function line(measure: Measure): string {
  const { name, unit, ours, other, otherName, limit } = measure;
  const own = median(ours);
  const figure = other.length === 0 ? own : own / median(other);
  const shown =
    other.length === 0
      ? `${own.toFixed(1)} ${unit}`
      : `${own.toFixed(1)} ${unit} against ${median(other).toFixed(1)} ${unit} (${otherName}): ratio ${figure.toFixed(3)}`;
  return `${name}: ${shown}; at most ${limit}: ${figure <= limit ? "kept" : "NOT KEPT"} (medians of ${ours.length})`;
}
