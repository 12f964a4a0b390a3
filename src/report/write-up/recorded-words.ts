import { formatDate } from "../../words/date.js";
import type { RunEntry } from "../archive/run-entry.js";

/** Whether the day of the measuring is known: of some imports only that of the import is. */
export function isDated({ run }: RunEntry): boolean {
  return run.origin === undefined || !/\bWhen it was measured is not known\b/.test(run.origin.note);
}

/** "host, 21 Nov 2026, 06:15 UTC", "host, imported 21 Nov 2026, 06:15 UTC". */
export function placeAndDay(entry: RunEntry): string {
  const { machine, startedAt } = entry.run;
  return `${machine.name}, ${isDated(entry) ? "" : "imported "}${formatDate(startedAt)}`;
}
