import { answerOf } from "../../analysis/answer/answer.js";
import { failureWords } from "../../analysis/results/failed-cells.js";
import type { RunAnalysis } from "../../analysis/results/run-analysis.js";
import type { VersionsAnalysis } from "../../analysis/results/versions.js";
import {
  type CheckedVersions,
  type VersionsExperiment,
  withoutVersions,
} from "../../analysis/versions/check-versions.js";
import { decisionWords, type VersionRow, versionRows } from "../../analysis/versions/version-words.js";
import { refWords } from "../../record/schema/programs-of.js";
import type { Experiment, Run } from "../../record/schema/run-schema.js";
import { plural, whole } from "../../words/number.js";
import { percentLevel } from "../../words/percent.js";
import { list } from "../../words/sentence.js";
import { bulletList } from "./bullets.js";
import { escaped, tableLine } from "./check-markdown.js";
import { printable } from "./printable.js";
import { type Column, textTable } from "./table.js";

/** A run of two versions, checked by itself. */
export interface ShownVersions {
  run: Run;
  analysis: RunAnalysis;
  experiments: readonly VersionsExperiment[];
  /** Comparisons with an outcome that `--fail-on` names. */
  failing: readonly CheckedVersions[];
}

/** A check of two versions for the terminal: the answer, the table, what stands behind it, the result. */
export async function versionsText(shown: ShownVersions, columns: number): Promise<string[]> {
  const { run, experiments } = shown;
  const parts = experiments.map(async (experiment) => {
    const { heads, rows } = tableOf(experiment, columns < WIDE);
    const said = [...commitSentences(experiment, run), ...detailSentences(experiment), ...failureSentences(experiment)];
    return [
      `${printable(answerOf(experiment).use)}\n\n`,
      `${textTable(heads, rows, columns)}\n`,
      await bulletList(
        said.map((text) => ({ text })),
        columns,
      ),
    ];
  });
  return [
    `${printable(`run  ${run.id}  ${run.machine.name}`)}\n\n`,
    ...(await Promise.all(parts)).flat(),
    await bulletList(
      [...besideSentences(shown), resultWords(shown)].map((text) => ({ text })),
      columns,
    ),
  ];
}

/** The same as Markdown for a pull request: the answer, the table, the twin, and folded how it was measured. */
export function versionsMarkdown(shown: ShownVersions): string {
  const { run, experiments } = shown;
  const parts = experiments.flatMap((experiment) => {
    const { heads, rows } = tableOf(experiment);
    const beside = [
      ...commitSentences(experiment, run),
      ...besideHeadlines(experiment),
      ...failureSentences(experiment),
    ];
    return [
      `### ${escaped(answerOf(experiment).use)}`,
      "",
      ...beside.map((text) => `- ${escaped(text)}`),
      "",
      tableLine(heads.map(({ head }) => escaped(head))),
      tableLine(heads.map(({ figures }) => (figures ? "--:" : ":--"))),
      ...rows.map((row) => tableLine(row.map(escaped))),
      "",
    ];
  });
  const folded = [...experiments.flatMap(detailSentences), ...measuredSentences(shown), ...besideSentences(shown)];
  return `${[
    ...parts,
    `**${escaped(resultWords(shown))}**`,
    "",
    "<details><summary>In full, and how it was measured</summary>",
    "",
    ...folded.map((text) => `- ${escaped(text)}`),
    "",
    "</details>",
  ].join("\n")}\n`;
}

/** Columns of a terminal that has room for times beside changes and the twin. */
const WIDE = 100;

/** @param narrow without the times, where there is a twin */
function tableOf({ versions }: VersionsExperiment, narrow = false): { heads: Column[]; rows: string[][] } {
  const { before, after, twin } = versions;
  const hasTimes = twin === null || !narrow;
  const figures = (head: string): Column => ({ head, figures: true });
  const heads = [
    { head: "combination" },
    ...[...(hasTimes ? [before, after] : []), "change", "95 % interval"].map(figures),
    { head: "verdict" },
    ...(twin === null ? [] : [figures(twin)]),
  ];
  const rows = versionRows(versions).map(
    (row) =>
      [
        row.scope === "scaling" ? `speed-up, ${row.label}` : row.label,
        ...(hasTimes ? [row.before, row.after] : []),
        ...[row.change, row.interval, [row.verdict, hasTimes ? row.note : ""].filter(Boolean).join("; ")],
        ...(twin === null ? [] : [row.twin]),
      ] satisfies VersionRow[keyof VersionRow][],
  );
  return { heads, rows };
}

/** What is said beside the answer, without intervals. */
function besideHeadlines({ findings }: VersionsExperiment): string[] {
  return ofVersions(findings)
    .slice(1)
    .map(({ headline }) => `${headline}.`);
}

/** Trials that failed, those of repeats that others finished among them: repeats without them are compared. */
function failureSentences(experiment: VersionsExperiment): string[] {
  return failureWords([experiment]).map((words) => `Trials failed: ${words}.`);
}

function ofVersions(findings: VersionsExperiment["findings"]): VersionsExperiment["findings"] {
  return findings.filter(({ id }) => id === "versions");
}

/** The findings on the two versions in full, that of the answer first. */
function detailSentences({ findings }: VersionsExperiment): string[] {
  const [first, ...others] = ofVersions(findings);
  return first === undefined ? [] : [first.detail, ...others.map(({ text }) => text)].filter(Boolean);
}

/** "Commits: main 5a94c01d22f3, HEAD 8204aab31c55.", each with what was asked for where that is not its name; a merge base in words. */
function commitSentences({ id, versions }: VersionsExperiment, { experiments }: Run): string[] {
  const programs: Experiment["programs"] = experiments.find((one) => one.id === id)?.programs ?? {};
  const named = [versions.before, versions.after].flatMap((name) => {
    const commit = Object.hasOwn(programs, name) ? programs[name]?.commit : undefined;
    if (commit === undefined) return [];
    const hash = commit.hash.startsWith(name) ? "" : ` ${commit.hash.slice(0, 12)}`;
    const asked = refWords(commit.ref);
    return [`${asked !== commit.ref || asked === name ? asked : `${name} (${asked})`}${hash}`];
  });
  return named.length === 0 ? [] : [`Commits: ${named.join(", ")}.`];
}

function resultWords({ failing }: ShownVersions): string {
  if (failing.length === 0) return "Passed: nothing that --fail-on names is shown.";
  const what = failing.map(
    (one) => `${one.scope === "scaling" ? "speed-up, " : ""}${one.label} (${outcomeWords(one)})`,
  );
  const more = what.length > MOST_FAILED ? [`${whole(what.length - MOST_FAILED)} more`] : [];
  return `Failed: ${[...what.slice(0, MOST_FAILED), ...more].join("; ")}.`;
}

/** The outcome in the words of the table: of a figure "worse", of a speed-up "scales worse". */
function outcomeWords(one: CheckedVersions): string {
  if (one.outcome === "fails") return "fails now";
  return one.outcome === "undecided" ? "not enough evidence" : decisionWords(one);
}

/** More are counted. */
const MOST_FAILED = 5;

function besideSentences({ analysis }: ShownVersions): string[] {
  const { starved } = analysis;
  const unchecked = withoutVersions(analysis);
  return [
    ...(starved.trials === 0
      ? []
      : [
          `Something else used the machine during ${whole(starved.trials)} of ${plural(starved.judged, "measurement")}: that widens the intervals.`,
        ]),
    ...(unchecked.length === 0
      ? []
      : [`Versions are checked here, and not ${list(unchecked)}: --against previous compares the whole run.`]),
  ];
}

function measuredSentences({ run, analysis, experiments }: ShownVersions): string[] {
  return [
    `Run ${run.id} on ${run.machine.name}${run.machine.cpuModel === undefined ? "" : ` (${run.machine.cpuModel})`}${run.software.node === null ? "" : `, Node ${run.software.node}`}.`,
    `${plural(analysis.blocks.min, "repeat")}: each has every combination of every version once, in an order drawn anew, and versions are compared within repeats.`,
    ...experiments.map(({ versions }) => correctionWords(versions)),
    ...(run.command === undefined ? [] : [`Again: ${run.command}`]),
  ];
}

function correctionWords({ family, floorPercent, sideBySide }: VersionsAnalysis): string {
  const at = sideBySide ? " Both versions ran at once, each on its half of the processors." : "";
  const corrected = family > 1 ? `${plural(family, "comparison")} corrected together; a` : "A";
  return `${corrected} change counts from ${percentLevel(floorPercent)} on.${at}`;
}
