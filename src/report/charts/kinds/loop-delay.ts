import { medianOf } from "../../../analysis/cells/recorded-cells.js";
import { formatTime } from "../../../words/time.js";
import { barFigure, mostTitle } from "../marks/bars/bar-figures.js";

/** Longest hold of the caller's event loop while the tasks ran. */
export const loopDelay = barFigure({
  id: "loop-delay",
  columns: ["longest wait", "99 of 100 waits within", "total time"].map((label) => ({
    label,
    unit: "ms",
    format: formatTime,
  })),
  measure(recorded) {
    const longest = medianOf(recorded, "loop-delay-max-ms");
    if (longest === null) return null;
    const p99 = medianOf(recorded, "loop-delay-p99-ms");
    return {
      parts: [longest],
      ...(p99 !== null && { tick: p99 }),
      figure: formatTime(longest),
      figures: [longest, p99, recorded.cell.medianMs],
    };
  },
  title: (measured) => mostTitle(measured, "holds up the caller longest", "as long as"),
  subtitle: "Longest delay of the caller's event loop while the tasks ran, median of the repeats.",
  tickWords: "Tick: 99 of 100 delays are no longer.",
});
