import { medianOf } from "../../../analysis/cells/recorded-cells.js";
import { formatBytes } from "../../../words/bytes.js";
import { bytesAxis } from "../marks/axis.js";
import { barFigure, mostTitle } from "../marks/bars/bar-figures.js";

/** Peak memory of the whole process tree: a bar for each cell. */
export const memory = barFigure({
  id: "memory",
  columns: ["peak memory", "held after the last result"].map((label) => ({
    label,
    unit: "bytes",
    format: formatBytes,
  })),
  measure(recorded) {
    // Dense samples where there are some: sparse ones easily miss a process that lives for a moment.
    const peak = medianOf(recorded, "peak-pss-bytes") ?? recorded.cell.medianPeakPssBytes;
    if (peak === null) return null;
    const kept = medianOf(recorded, "kept-pss-bytes");
    return {
      parts: [peak],
      ...(kept !== null && { tick: kept }),
      figure: formatBytes(peak),
      figures: [peak, kept],
    };
  },
  title: (measured) => mostTitle(measured, "has the highest peak of memory", "that of"),
  subtitle: "Largest proportional set size of all processes of a repeat together, median of the repeats.",
  tickWords: "Tick: what is still held a moment after the last result.",
  axis: bytesAxis,
});
