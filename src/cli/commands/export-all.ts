import type { FileHandle } from "node:fs/promises";
import type { StoredRun } from "../../record/files/stored-run.js";
import { UserError } from "../../user-error.js";
import { type Given, type Io, runsDirOf } from "../command.js";
import { filterOf, filterOptions, nameOf } from "../options/run-filter.js";

/**
 * Writes every trial of the folder's runs as one row, one run in memory at a time. What cannot be read is told and left out; a
 * file is there whole or not at all.
 */
export async function exportAll(given: Given, io: Io): Promise<number> {
  const { tidyColumns, tidyFormats } = await import("../../report/export/tidy.js");
  if (given.has("columns")) {
    const { textTable } = await import("../print/table.js");
    io.out(
      textTable(
        [{ head: "column" }, { head: "what it holds" }],
        tidyColumns.map(({ name, about }) => [name, about]),
      ),
    );
    return 0;
  }
  const asked = given.text("format") ?? "csv";
  if (asked !== "csv" && asked !== "jsonl")
    throw new UserError(`--format is "${asked}": with --all, give csv or jsonl`);
  const format = tidyFormats[asked];
  const out = given.text("out");
  const { eachRun } = await import("../../record/folder/scan-runs.js");
  const chosen = await choice(given);
  async function* texts(): AsyncGenerator<string> {
    yield format.head;
    for await (const found of eachRun(runsDirOf(given))) {
      if ("problem" in found) io.err(`scalebook: left out: ${found.problem.message}\n`);
      else if (chosen(found.stored)) yield format.lines(found.stored.run, given.text("experiment"));
    }
  }
  if (out === undefined || out === "-") {
    for await (const text of texts()) await io.drained(text);
    return 0;
  }
  await writeWhole(out, texts());
  io.out(`${out}\n`);
  return 0;
}

/** Whether the filters take a run; runs are summarised only where there are filters. */
async function choice(given: Given): Promise<(stored: StoredRun) => boolean> {
  if (!filterOptions.some(({ flag }) => given.has(nameOf(flag)))) return () => true;
  const chosen = filterOf(given, new Date());
  const { summaryOf } = await import("../../analysis/two-runs/run-summary.js");
  return (stored) => chosen(summaryOf(stored));
}

async function writeWhole(out: string, texts: AsyncIterable<string>): Promise<void> {
  const [{ mkdir, open, rename, rm }, { dirname }, { fileError }] = await Promise.all([
    import("node:fs/promises"),
    import("node:path"),
    import("../../record/files/regular-files.js"),
  ]);
  const temporary = `${out}.${process.pid}.tmp`;
  let handle: FileHandle | undefined;
  try {
    await mkdir(dirname(out), { recursive: true });
    handle = await open(temporary, "w");
    for await (const text of texts) await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    await rename(temporary, out);
  } catch (error) {
    await handle?.close().catch(() => undefined);
    await rm(temporary, { force: true }).catch(() => undefined);
    throw fileError(`cannot write ${out}`, error);
  }
}
