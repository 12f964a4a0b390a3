import type { Change } from "../../analysis/results/run-analysis.js";
import { percent } from "../../words/figures.js";
import { textTable } from "./table.js";

/** The word for a verdict, as everywhere in the report. */
export const verdictWords = {
  faster: "faster",
  slower: "slower",
  same: "equal within 3 %",
  inconclusive: "not enough evidence",
} as const satisfies Record<Change["verdict"], string>;

/** Changes as a table: what, how much, between which bounds, and what may be said of it. */
export function changesTable(rows: readonly { name: string; change: Change }[]): string {
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
      signedPercent(change.changePercent),
      change.interval === null ? "" : change.interval.map(signedPercent).join(" to "),
      String(change.n),
      standsFor(change),
    ]),
  );
}

/** The verdict, or why there is none to have. */
function standsFor({ reason, ratio, verdict }: Change): string {
  if (reason === "single-trial") return "one trial, no interval";
  return ratio === null && reason !== undefined ? reason.replaceAll("-", " ") : verdictWords[verdict];
}

/** `−41.3 %`, `+3.0 %`, `+139 %`; empty without a figure. */
export function signedPercent(change: number | null): string {
  if (change === null) return "";
  const size = percent(change);
  return `${size === "0.0 %" ? "" : change < 0 ? "−" : "+"}${size}`;
}
