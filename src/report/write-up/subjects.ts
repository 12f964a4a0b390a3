import { isAboutMeasurement } from "../../analysis/answer/finding-order.js";
import type { ExperimentAnalysis, Finding } from "../../analysis/results/run-analysis.js";
import type { Experiment } from "../../record/schema/run-schema.js";
import { experimentsOf, type RunEntry } from "../archive/run-entry.js";
import { sortFindings } from "../page-model/findings-order.js";
import { isMany } from "../page-model/page.js";
import { runTitle } from "../page-model/run-words.js";

/** Most findings of an experiment among many. */
const MOST_OF_MANY = 2;

/** One experiment of one of the runs that a write-up is about. */
export interface Subject {
  /** Prefix of the ids of its figures and tables: unique in the document. */
  id: string;
  title: string;
  entry: RunEntry;
  experiment: Experiment;
  analysed: ExperimentAnalysis;
  /** Most telling first. */
  findings: Finding[];
  /** Whether its run has so many experiments that only those with a picture or a table get a part of their own. */
  isOneOfMany: boolean;
}

/** Every experiment of every run, in the order in which they were recorded. */
export function subjectsOf(entries: readonly RunEntry[]): Subject[] {
  return entries.flatMap((entry, run) =>
    experimentsOf(entry).map(({ experiment, analysed }): Subject => {
      const several = entries.length > 1;
      return {
        id: several ? `run-${run + 1}-${analysed.id}` : analysed.id,
        title: several && runTitle(entry) !== analysed.title ? `${runTitle(entry)}: ${analysed.title}` : analysed.title,
        entry,
        experiment,
        analysed,
        findings: openFindings(analysed).slice(0, isMany(entry.run) ? MOST_OF_MANY : undefined),
        isOneOfMany: isMany(entry.run),
      };
    }),
  );
}

/** Findings that stand open on the page of an experiment, without those about the measurement. */
function openFindings({ findings, charts }: ExperimentAnalysis): Finding[] {
  const timed = charts?.length !== 0;
  const own = findings.filter((finding) => !isAboutMeasurement(finding));
  return sortFindings(own, { timed, mostOfAKind: timed ? 4 : 1 }).open;
}
