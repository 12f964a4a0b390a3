import { formatTime } from "../../../words/time.js";
import { barFigure, mostTitle } from "../marks/bars/bar-figures.js";
import { isDrawable } from "../marks/series.js";

/** Fewest tasks that tell the cost of handing one out. */
const MANY_TASKS = 100;

/** Total time per task, which for many short tasks is mostly the cost of handing one out. */
export const timePerTask = barFigure({
  id: "time-per-task",
  columns: ["time per task", "total time"].map((label) => ({ label, unit: "ms", format: formatTime })),
  concerns: ({ factors }) => (factors.tasks ?? 0) >= MANY_TASKS,
  measure({ cell }) {
    if (!isDrawable(cell)) return null;
    const each = cell.medianMs / (cell.factors.tasks ?? 1);
    return { parts: [each], figure: formatTime(each), figures: [each, cell.medianMs] };
  },
  title: (measured) => mostTitle(measured, "takes longest per task", "as long as"),
  subtitle:
    "Median total time divided by the number of tasks; the tasks are so short that handing them out is most of it.",
});
