import type { ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { ChartInput } from "../../charts/marks/chart.js";
import { cpuTimeTable } from "../../tables/cells.js";
import { acrossTable, baselineTable } from "../../tables/changes.js";
import { ownTables } from "../../tables/own/index.js";
import type { TableModel } from "../../tables/table.js";
import { theoryTable } from "../sections/theory.js";
import { stepByStep } from "./steps.js";
import { timesTable } from "./times.js";
import { peaksTable, useTable } from "./use-of-machine.js";

/** What a table of a write-up is about. */
export type TableKind = "answer" | "theory" | "steps" | "use" | "peaks" | "cpu" | "times" | "across" | "changes";

export interface CourseTable {
  kind: TableKind;
  table: TableModel;
}

/** The tables of an experiment that a course asks for, the one that belongs to its question first. */
export function courseTables(recorded: ChartInput): CourseTable[] {
  const { analysis, experiment } = recorded;
  const answers = ownTables(analysis, experiment).map((table): CourseTable => ({ kind: "answer", table }));
  // Where no chart is called for, the answer is not in the times.
  if (analysis.charts?.length === 0) return answers;
  const made: Record<Exclude<TableKind, "answer">, TableModel | null> = {
    steps: stepByStep(analysis),
    peaks: peaksTable(recorded),
    use: useTable(recorded),
    cpu: cpuTimeTable(analysis, { root: "" }),
    theory: theoryTable(analysis),
    times: timesTable(analysis),
    across: acrossTable(analysis, { root: "" }),
    changes: isSaidAcross(analysis) ? null : baselineTable(analysis, { root: "" }),
  };
  const tables = orderOf(recorded).flatMap((kind): CourseTable[] => {
    const table = made[kind];
    return table === null ? [] : [{ kind, table }];
  });
  return [...answers, ...tables];
}

/** Whether every change against a baseline is one of those between strategies. */
function isSaidAcross({ changes }: ExperimentAnalysis): boolean {
  const pair = (factors: readonly object[]) =>
    factors
      .map((one) => JSON.stringify(one))
      .toSorted()
      .join();
  const across = new Set(changes.acrossStrategies.map(({ from, to }) => pair([from, to])));
  return changes.againstBaseline.every(({ from, to }) => across.has(pair([from, to])));
}

type TimeTable = Exclude<TableKind, "answer">;

/** Tables in the order in which pages are given to them. */
function orderOf({ analysis: { charts = [], varying } }: ChartInput): TimeTable[] {
  const first: TimeTable[] = [];
  if (charts.includes("cpu-memory")) first.push("peaks");
  if (charts.includes("cpu-time")) first.push("cpu");
  // Where N or memory is the question, one table has times, memory and CPU together.
  if (varying.includes("n") || charts.includes("memory")) first.push("use");
  const rest: TimeTable[] = ["steps", "theory", "times", "across", "changes", "cpu", "use"];
  const together = first.includes("use") ? rest.filter((kind) => kind !== "times") : rest;
  return [...new Set([...first, ...together])];
}
