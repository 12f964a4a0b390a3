import { ownMarks } from "../../record/folder/machine-names.js";
import { plural } from "../../words/number.js";
import type { ListedRun } from "../archive/run-entry.js";
import { paths } from "../page-model/paths.js";
import type { HighlightsOf } from "../pages/run-highlights.js";
import { adviceColumns } from "./advice.js";
import { column, linkCell, type RowGroup, type TableModel, table } from "./table.js";

/** Most machines side by side; those with the newest runs are taken. */
const MOST_MACHINES = 12;

/**
 * What to use on each machine, question by question; `newest` is the newest run of every machine. `null` where fewer than two machines say anything. Machines stand beside each other and are never averaged.
 */
export function machinesTable(
  { newest, note }: { newest: readonly ListedRun[]; note: string },
  root: string,
  highlightsOf: HighlightsOf,
): TableModel | null {
  const shown = newest.slice(0, MOST_MACHINES);
  const markOf = ownMarks(shown);
  const groups = new Map<string, RowGroup>();
  for (const entry of shown) {
    for (const { what, cells } of highlightsOf(entry).decisions) {
      const group = groups.get(what) ?? { title: what, rows: [] };
      group.rows.push({
        head: linkCell(nameOf(entry, markOf(entry)), root + paths.machine(entry.run.machine.id)),
        cells,
      });
      groups.set(what, group);
    }
  }
  const speaking = shown.filter((entry) => highlightsOf(entry).decisions.length > 0);
  const [first] = speaking;
  if (first === undefined || speaking.length < 2) return null;
  const left = newest.length - shown.length;
  const all =
    left === 0 ? "" : ` The ${MOST_MACHINES} machines last at work; ${plural(left, "more")} in the list of runs.`;
  return table({
    id: "machines",
    caption: `What to use on each machine, from its newest run: the fewest workers that are not clearly worse than the best.${note}${all}`,
    columns: [column("machine"), ...adviceColumns(first.analysis)],
    groups: [...groups.values()],
    fold: "",
  });
}

/** "host (4 cores)"; "host (3f9a2c, 4 cores)" where others have that name. */
function nameOf({ run: { machine } }: ListedRun, mark: string): string {
  const cores = machine.availableParallelism ?? machine.logicalCores;
  const about = [mark, typeof cores === "number" ? plural(cores, "core") : ""].filter(Boolean).join(", ");
  return about === "" ? machine.name : `${machine.name} (${about})`;
}
