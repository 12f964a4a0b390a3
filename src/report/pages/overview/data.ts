import { fieldDescriptions } from "../../../record/schema/json-schema.js";
import { formatBytes } from "../../../words/bytes.js";
import { plural } from "../../../words/number.js";
import type { ListedRun } from "../../archive/run-entry.js";
import type { Page } from "../../page-model/page.js";
import { runTitle, whereAndWhen } from "../../page-model/run-words.js";
import { column, linkCell, numberCell, type TableModel, table, textCell } from "../../tables/table.js";
import { type OlderRuns, olderLinks, olderPages, portionsOf } from "./older.js";

/** The published JSON Schema of the run file, beside the run files. */
export const SCHEMA_FILE = "run.schema.json";

const PATH = "data/index.html";

/** Every run file for download, with its hash. */
export function dataPage(newestFirst: readonly ListedRun[]): Page {
  const { newest, older } = portionsOf(newestFirst);
  return {
    path: PATH,
    template: "data",
    title: "Data",
    description: "The run files behind every page, to download and check.",
    section: "data",
    body: {
      files: newestFirst.length === 0 ? null : filesTable(newest, newestFirst.length),
      older: olderLinks(PATH, older, ({ run }) => run.startedAt),
      schema: SCHEMA_FILE,
      fields: fieldsTable(),
    },
  };
}

/** Older run files, a page a portion. */
export function olderDataPages(newestFirst: readonly ListedRun[]): OlderRuns {
  return olderPages({
    newestFirst,
    path: PATH,
    title: "Data",
    section: "data",
    dateOf: ({ run }) => run.startedAt,
    tableOf: (items) => filesTable(items, items.length, "../"),
  });
}

/** Meaning of every field of a run file, from its JSON Schema. */
function fieldsTable(): TableModel {
  const fields = [...fieldDescriptions()];
  return table({
    id: "fields",
    caption: "Every field of a run file. [] stands for an entry of a list, * for any name.",
    columns: [column("field"), column("meaning")],
    rows: fields.map(([place, text]) => ({ head: textCell(place, "field"), cells: [textCell(text)] })),
    fold: `All ${fields.length} fields`,
  });
}

function filesTable(entries: readonly ListedRun[], count: number, root = ""): TableModel {
  const files = table({
    id: "files",
    caption: `${plural(count, "run file")}, newest first. Each is the recording itself, byte for byte.`,
    columns: [column("run file"), column("study"), column("recorded"), column("size", "n"), column("SHA-256", "hash")],
    rows: entries.map((entry) => ({
      head: linkCell(entry.download, root + entry.download),
      cells: [
        textCell(runTitle(entry)),
        textCell(whereAndWhen(entry), "broad"),
        numberCell(formatBytes(entry.bytes)),
        textCell(entry.sha256, "hash"),
      ],
    })),
  });
  return { ...files, fold: "" };
}
