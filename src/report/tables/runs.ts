import { ownNames } from "../../record/folder/machine-names.js";
import { plural } from "../../words/number.js";
import type { ListedRun } from "../archive/run-entry.js";
import { paths } from "../page-model/paths.js";
import { chipsOf, dateWords, runTitle } from "../page-model/run-words.js";
import { type CellModel, column, linkCell, type TableModel, table, textCell } from "./table.js";

/** Newest runs that stand open; older ones are folded away. */
const MOST_OPEN = 12;

export interface RunsInput {
  /** Newest first, at least one. */
  entries: readonly ListedRun[];
  /** Number of all runs, those on other pages included. */
  count: number;
  root: string;
  /** Column that the heading of the page does not name. */
  by: "machine" | "study";
}

/** All runs of a study or of a machine, newest first: the newest open, the older ones folded away. */
export function runsTables({ entries, count: all, root, by }: RunsInput): TableModel[] {
  const part = (id: string, caption: string, some: readonly ListedRun[]) => partOf({ id, caption, some, root, by });
  const [newest, older] = [entries.slice(0, MOST_OPEN), entries.slice(MOST_OPEN)];
  const count = plural(all, "run");
  const open = part("runs-newest", older.length === 0 ? `${count}, newest first.` : `The newest of ${count}.`, newest);
  return [{ ...open, fold: "" }, ...(older.length === 0 ? [] : [foldedRuns(part("runs-older", "Older runs.", older))])];
}

/** Some of the older runs, on a page of their own. */
export function olderRunsTable(some: readonly ListedRun[], root: string, by: RunsInput["by"]): TableModel {
  return partOf({ id: "runs-older", caption: "Newest first.", some, root, by });
}

interface Part extends Pick<RunsInput, "root" | "by"> {
  id: string;
  caption: string;
  some: readonly ListedRun[];
}

function partOf({ id, caption, some, root, by }: Part): TableModel {
  const nameOf = ownNames(some);
  return table({
    id,
    caption,
    columns: [column("run"), column("recorded"), column(by), column("Node"), column("state")],
    rows: some.map((entry) => runRow(entry, root, by === "machine" ? nameOf(entry) : null)),
  });
}

function foldedRuns(older: TableModel): TableModel {
  return { ...older, fold: `All ${older.groups[0]?.rows.length} older runs` };
}

/** @param machine name of its machine; `null` where the study stands in its place */
function runRow(entry: ListedRun, root: string, machine: string | null) {
  const { run } = entry;
  const other: CellModel =
    machine === null
      ? linkCell(run.study, root + paths.study(run.study))
      : linkCell(machine, root + paths.machine(run.machine.id));
  const state = chipsOf(entry).map(({ text }) => text);
  return {
    head: linkCell(runTitle(entry), root + paths.run(entry)),
    cells: [
      textCell(dateWords(entry), "when"),
      other,
      textCell(run.software.node ?? "–"),
      textCell(state.join(", "), "broad"),
    ],
  };
}
