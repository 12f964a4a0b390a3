import { intervalFigure, mediansNote } from "../../analysis/comparing/change-words.js";
import type { Change } from "../../analysis/results/run-analysis.js";
import { whole } from "../../words/number.js";
import { signedPercent } from "../../words/percent.js";
import { verdictWords } from "../../words/verdict-words.js";
import { textTable } from "./table.js";

/** Changes as a table: name, change, interval, number of pairs, verdict. */
export function changesTable(rows: readonly { name: string; change: Change }[], width: number): string {
  const columns = [
    { head: "" },
    { head: "change", figures: true },
    { head: "95 % interval", figures: true },
    { head: "n", figures: true },
    { head: "verdict" },
  ];
  return textTable(
    columns,
    rows.map(({ name, change }) => [
      name,
      changeFigure(change.changePercent),
      intervalFigure(change, ""),
      whole(change.n),
      [verdictWords(change), mediansNote(change)].filter(Boolean).join("; "),
    ]),
    width,
  );
}

/** `−41.3 %`, `+3.0 %`, `+139 %`; empty without a figure. */
export function changeFigure(change: number | null): string {
  return change === null ? "" : signedPercent(change);
}
