import { medianOf, type RecordedCell, recordedCells } from "../../../analysis/cells/recorded-cells.js";
import { largest } from "../../../record/limits/extremes.js";
import { whole } from "../../../words/number.js";
import { shareWords } from "../../../words/percent.js";
import { linearAxis } from "../marks/axis.js";
import { type Bar, smallBars } from "../marks/bars/bars.js";
import type { ChartInput, SmallPictures } from "../marks/chart.js";
import { shortLabel } from "../marks/series.js";
import { styleOf } from "../marks/series-style.js";

/** What is counted, for experiments that ask for no time. */
interface Count {
  title: string;
  /** `null` where the cell has no such count. */
  of(recorded: RecordedCell): number | null;
  figure(count: number): string;
}

const COUNTS: readonly Count[] = [
  {
    title: "Additions to one counter that were kept",
    of(recorded) {
      const [expected, counted] = [medianOf(recorded, "expected"), medianOf(recorded, "counted")];
      const isShared = (medianOf(recorded, "sharing") ?? 0) > 0;
      return isShared && expected !== null && counted !== null ? counted / expected : null;
    },
    figure: shareWords,
  },
  { title: "Processes that tasks ran in", of: (recorded) => medianOf(recorded, "processes"), figure: whole },
];

/** A bar for each cell that was counted; `null` where no cell was. */
export function countBars({ analysis, experiment }: ChartInput, lead: readonly string[]): SmallPictures | null {
  const cells = recordedCells(analysis, experiment);
  const count = COUNTS.find(({ of }) => cells.filter((recorded) => of(recorded) !== null).length > 1);
  if (count === undefined) return null;
  const styles = styleOf(analysis.cells);
  const counted = cells.flatMap((recorded) => {
    const { cell } = recorded;
    const value = count.of(recorded);
    return value === null ? [] : [{ cell, value, short: shortLabel(cell.factors, analysis) }];
  });
  const bars = counted.map(({ cell, value, short }): Bar => {
    const isShared = counted.some((other) => other.cell !== cell && other.short === short);
    // Of equal names the last level tells them apart: "thread pool, 2 workers, with Atomics".
    const name = isShared ? `${short}, ${cell.label.split(", ").at(-1)}` : short;
    const look = { parts: [value], tick: null, figure: count.figure(value), style: styles(cell.factors) };
    return { key: cell.key, name, row: cell.label, ...look };
  });
  const axisOf = (values: number[]) => ({ ...linearAxis(largest(values) * 1.06, whole), ticks: [] });
  return smallBars({ title: count.title, bars }, axisOf, lead);
}
