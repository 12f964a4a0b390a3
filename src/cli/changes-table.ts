import type { Change } from "../analysis/types.js";
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
      change.reason === "single-trial" ? "one trial, no interval" : verdictWords[change.verdict],
    ]),
  );
}

/** `−41.3 %`, `+3.0 %`; empty without a figure. */
export function signedPercent(percent: number | null): string {
  if (percent === null) return "";
  const digits = Math.abs(percent).toFixed(1);
  return `${digits === "0.0" ? "" : percent < 0 ? "−" : "+"}${digits} %`;
}
