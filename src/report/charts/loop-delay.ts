import { formatTime } from "../format/time.js";
import { barFigure, rangeWords } from "./bar-figures.js";
import { medianOf } from "./recorded.js";

/** How long the caller's event loop was held up while the tasks ran. */
export const loopDelay = barFigure({
  id: "loop-delay",
  heads: ["longest wait", "99 of 100 waits within", "total time"],
  measure(recorded) {
    const longest = medianOf(recorded, "loop-delay-max-ms");
    if (longest === null) return null;
    const p99 = medianOf(recorded, "loop-delay-p99-ms");
    const { medianMs } = recorded.cell;
    return {
      parts: [longest],
      ...(p99 !== null && { tick: p99 }),
      figure: formatTime(longest),
      columns: [longest, p99, medianMs].map((ms) => (ms === null ? "–" : formatTime(ms))),
    };
  },
  title: (measured) =>
    `Longest hold of the caller's event loop: ${rangeWords(measured, ({ measure }) => measure.figure)}`,
  subtitle: "Longest delay of the caller's event loop while the tasks ran, median of the trials.",
  tickWords: "Tick: 99 of 100 delays are no longer.",
});
