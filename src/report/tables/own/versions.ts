import { type VersionRow, versionRows } from "../../../analysis/versions/version-words.js";
import { plural } from "../../../words/number.js";
import { percentLevel } from "../../../words/percent.js";
import { sentenceCase } from "../../../words/sentence.js";
import { TONES } from "../bar.js";
import { column, numberCell, table, textCell } from "../table.js";
import type { OwnTable } from "./own-table.js";

/** Columns that a telephone has no room for. */
const UNFOLDS = "n unfolds";

const GROUPS: readonly { title: string; isIn(scope: VersionRow["scope"]): boolean }[] = [
  { title: "Together", isIn: (scope) => scope !== "cell" && scope !== "scaling" },
  { title: "Each combination", isIn: (scope) => scope === "cell" },
  { title: "Speed-up over the fewest workers", isIn: (scope) => scope === "scaling" },
];

/** Two versions against each other: together, combination by combination, and in their speed-ups. */
export const versionsTable: OwnTable = ({ id, versions }) => {
  if (versions === undefined) return null;
  const { before, after, twin, floorPercent, family } = versions;
  const rows = versionRows(versions);
  const groups = GROUPS.map(({ title, isIn }) => ({ title, rows: rows.filter(({ scope }) => isIn(scope)) }));
  const itself = twin === null ? "" : ` The column ${twin} has what ${before} differs by from itself.`;
  const corrected = family > 1 ? `, corrected for ${plural(family, "comparison")}` : "";
  return table({
    id: `x-${id}-versions`,
    caption: `${sentenceCase(after)} against ${before}${corrected}; changes from ${percentLevel(floorPercent)} on count.${itself}`,
    columns: [
      column("combination"),
      column(before, UNFOLDS),
      column(after, UNFOLDS),
      column("change", "n"),
      column("95 % interval", "n range"),
      column("verdict"),
      ...(twin === null ? [] : [column(twin, UNFOLDS)]),
    ],
    groups: groups
      .filter(({ rows: own }) => own.length > 0)
      .map(({ title, rows: own }) => ({ title, rows: own.map((row) => rowOf(row, twin !== null)) })),
  });
};

function rowOf(row: VersionRow, hasTwin: boolean) {
  const { label, before, after, change, interval, verdict, note, decision, twin } = row;
  return {
    head: textCell(sentenceCase(label)),
    cells: [
      textCell(before, UNFOLDS),
      textCell(after, UNFOLDS),
      numberCell(change),
      textCell(interval, "n range"),
      textCell([verdict, note].filter(Boolean).join("; "), `verdict ${TONES[decision]}`),
      ...(hasTwin ? [textCell(twin, UNFOLDS)] : []),
    ],
  };
}
