import { formatDate } from "../../../words/date.js";
import { plural } from "../../../words/number.js";
import type { ListedRun } from "../../archive/run-entry.js";
import { groupEntries } from "../../archive/run-entry.js";
import { type Page, rootOf } from "../../page-model/page.js";
import { type Link, paths, runLink } from "../../page-model/paths.js";
import { datedWords } from "../../page-model/run-words.js";
import { olderRunsTable, runsTables } from "../../tables/runs.js";
import { column, type TableModel, table, textCell } from "../../tables/table.js";
import { type Fact, machineFactsOf } from "../run/measured.js";
import { type OlderRuns, olderLinks, olderPages, portionsOf } from "./older.js";

/** The page of one machine: its description with its changes, and all its runs, newest first. */
export function machinePage(entries: readonly [ListedRun, ...ListedRun[]]): Page {
  const [newest] = entries;
  const { machine } = newest.run;
  const path = paths.machine(machine.id);
  const root = rootOf(path);
  const { newest: newestRuns, older } = portionsOf(entries);
  const studies = groupEntries(entries, ({ run }) => run.study);
  const count = `${plural(entries.length, "run")} of ${plural(studies.length, "study", "studies")}`;
  return {
    path,
    template: "machine",
    title: `The machine ${machine.name}`,
    description: `One machine: its description, what changed of it, and its ${count}.`,
    section: "runs",
    contents: [
      { href: "#description", text: "Description" },
      { href: "#runs", text: "Its runs" },
    ],
    body: {
      heading: machine.name,
      summary: `${count}, the last ${datedWords([newest])} on ${formatDate(newest.run.startedAt)}.`,
      id: machine.id,
      facts: machineFactsOf(newest),
      described: runLink(newest, root),
      changes: changesTable(entries),
      studies: studies.map(([first]): Link => ({ href: root + paths.study(first.run.study), text: first.run.study })),
      runs: runsTables({ entries: newestRuns, count: entries.length, root, by: "study" }),
      older: olderLinks(path, older, ({ run }) => run.startedAt),
    },
  };
}

/** The older runs of a machine, a page a portion. */
export function olderMachinePages(entries: readonly [ListedRun, ...ListedRun[]]): OlderRuns {
  const { machine } = entries[0].run;
  return olderPages({
    newestFirst: entries,
    path: paths.machine(machine.id),
    title: `the machine ${machine.name}`,
    section: "runs",
    dateOf: ({ run }) => run.startedAt,
    tableOf: (items, root) => olderRunsTable(items, root, "study"),
  });
}

/** Differences between the descriptions in consecutive runs; `null` without any. */
function changesTable(newestFirst: readonly ListedRun[]): TableModel | null {
  const rows = newestFirst.flatMap((entry, index) => {
    const before = newestFirst[index + 1];
    // Most runs share one description.
    return before === undefined || before.run.machine === entry.run.machine
      ? []
      : differing(before, entry).map((change) => ({ entry, ...change }));
  });
  if (rows.length === 0) return null;
  return table({
    id: "changes",
    caption: "What changed of its description from one run to the next, newest first.",
    columns: [column("from the run of"), column("what"), column("before"), column("after")],
    rows: rows.map(({ entry, term, before, after }) => ({
      head: textCell(formatDate(entry.run.startedAt)),
      cells: [textCell(term), textCell(before), textCell(after)],
    })),
  });
}

function differing(before: ListedRun, after: ListedRun): { term: string; before: string; after: string }[] {
  const known = new Map(machineFactsOf(before).map(({ term, text }): [string, string] => [term, text]));
  return machineFactsOf(after).flatMap(({ term, text }: Fact) => {
    const was = known.get(term);
    return was === undefined || was === text ? [] : [{ term, before: was, after: text }];
  });
}
