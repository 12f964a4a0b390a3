import { group } from "d3-array";
import type { Series } from "../../../analysis/history/series.js";
import { largest } from "../../../record/limits/extremes.js";
import { plural } from "../../../words/number.js";
import { paths } from "../../page-model/paths.js";

/** The series of one experiment that differ in their cells alone. */
export type SeriesGroup = readonly [Series, ...Series[]];

/** Series grouped by all of their identity but the cell, in the order in which they come. */
export function groupSeries(series: readonly Series[]): SeriesGroup[] {
  const groups = group(series, (one) =>
    JSON.stringify([one.study, one.studyHash, one.experiment, one.machineKind, one.nodeMajor]),
  );
  return [...groups.values()] as [Series, ...Series[]][];
}

/** One link an experiment and kind of machine, to the page of its first cell. */
export function historyLinks(series: readonly Series[], root: string) {
  return groupSeries(series).map((group) => {
    const [first] = group;
    const runs = largest(group.map(({ points }) => points.length));
    return {
      href: root + paths.history(first),
      text: first.experimentTitle,
      where: `${plural(group.length, "combination")}, up to ${plural(runs, "run")} · ${whereWords(first)}`,
    };
  });
}

/** "Example CPU, 4 cores · Node 20" for the runs of a series. */
export function whereWords({ points, nodeMajor, studyHash }: Series): string {
  const machine = points.at(-1)?.run.machine;
  const cores = machine?.availableParallelism ?? machine?.logicalCores;
  const kind = machine?.cpuModel ?? machine?.name ?? "";
  return [
    typeof cores === "number" ? `${kind}, ${plural(cores, "usable core")}` : kind,
    nodeMajor === null ? "" : `Node ${nodeMajor}`,
    studyHash === null ? "" : `definition ${studyHash.slice(0, 7)}`,
  ]
    .filter(Boolean)
    .join(" · ");
}
