import { dirname } from "node:path";
import { makeFolder } from "../../record/files/make-folder.js";
import { fileError } from "../../record/files/regular-files.js";
import { writeWhole } from "../../record/files/write-whole.js";
import { UserError } from "../../user-error.js";
import type { Io, Result } from "../command.js";
import { type FilterValues, filterOf } from "../options/run-filter.js";

/** Options of `export --all`. */
interface AllRows {
  runsDir: string;
  /** `csv` where it is absent. */
  format: string | undefined;
  /** File; absent or `-`: the terminal. */
  out: string | undefined;
  filters: FilterValues;
}

/**
 * Writes every trial of the folder's runs as one row, one run in memory at a time. Files that cannot be read are named
 * and left out; the output is there whole or not at all.
 */
export async function exportAll({ runsDir, format: asked = "csv", out, filters }: AllRows, io: Io): Promise<Result> {
  const { tidyFormats } = await import("../../report/export/tidy.js");
  if (asked !== "csv" && asked !== "jsonl")
    throw new UserError(`--format is "${asked}": with --all, give csv or jsonl`);
  const format = tidyFormats[asked];
  const { eachRun, isProblem } = await import("../../record/folder/run-index.js");
  const chosen = filterOf(filters, new Date());
  async function* texts(): AsyncGenerator<string> {
    yield format.head;
    for await (const found of eachRun(runsDir)) {
      if (isProblem(found)) io.err(`scalebook: left out: ${found.message}\n`);
      else if (chosen(found.run)) yield format.lines(found.run, filters.experiment);
    }
  }
  if (out === undefined || out === "-") {
    for await (const text of texts()) await io.drained(text);
    return {};
  }
  try {
    makeFolder(dirname(out));
    await writeWhole(out, texts());
  } catch (error) {
    throw fileError(`cannot write ${out}`, error);
  }
  return { text: () => `${out}\n` };
}

/** The columns of `export --all` with their meanings. */
export async function columnsText(): Promise<string> {
  const [{ tidyColumns }, { textTable }] = await Promise.all([
    import("../../report/export/tidy.js"),
    import("../print/table.js"),
  ]);
  return textTable(
    [{ head: "column" }, { head: "what it holds" }],
    tidyColumns.map(({ name, about }) => [name, about]),
  );
}
