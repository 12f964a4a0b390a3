import { counted, intervalWords, lessOrMore, list } from "../words.js";
import type { Beside } from "./changed-beside.js";
import type { SeriesChange } from "./follow.js";

/** "takes 20.1 % more time (95 % interval 19.2 to 21.0 % more)". */
export function levelWords({ changePercent, interval }: SeriesChange): string {
  return `takes ${lessOrMore(changePercent)} time (95 % interval ${intervalWords(interval)})`;
}

/** "confirmed by the 7 runs since, p = 0.0006", "suspected: 4 runs since; later runs will tell". */
export function stateWords({ confirmed, after, p }: SeriesChange): string {
  const runs = counted(after.to - after.from + 1, "run");
  return confirmed === null
    ? `suspected after ${runs}: later ones confirm it or not`
    : `confirmed by ${runs}, p ${p < 0.0001 ? "under 0.0001" : `= ${Number(p.toPrecision(1))}`}`;
}

/** "Beside it changed: Node (20.1.0 to 20.2.0)." */
export function besideWords(beside: readonly Beside[]): string {
  if (beside.length === 0) return "Of what is recorded nothing changed beside it.";
  return `Beside it changed: ${list(beside.map(({ what, from, to }) => `${what} (${from} to ${to})`))}.`;
}

/** Every sentence of a change, without when. */
export function seriesChangeWords(change: SeriesChange): string {
  return `${levelWords(change)}, ${stateWords(change)}. ${besideWords(change.beside)}`;
}
