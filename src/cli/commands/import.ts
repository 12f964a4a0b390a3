import { resolve } from "node:path";
import type { Importer, ImportInput } from "../../formats/importer.js";
import type { Format } from "../../formats/recognise.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { wholeNumber } from "../arguments.js";
import { command, type Io, jsonOption, option, runsDirOf, runsDirOption } from "../command.js";

export const importRuns = command({
  name: "import",
  args: "[format] <file>",
  words: async () => Object.keys((await import("../../formats/index.js")).importers),
  summary: "Turn a table, or what hyperfine, JMH, go test, pytest-benchmark or another tool wrote, into a run file",
  options: [
    option(
      "--map <list>",
      "What parameters or columns stand for, such as threads=workers,size=n (of tables also round=block: rows of one block are paired); x=- leaves x out, np*threads=workers multiplies columns",
    ),
    option("--strategy <name>", "Strategy of a table without such a column (default: program)"),
    option("--workers <count>", "Worker count of a table without such a column"),
    option(
      "--wide <factor>",
      "Of a table: the other columns are called after levels of this factor, such as worker counts (workers, workers=wall_ms), or repeat one another (repeats)",
    ),
    option("--weak", "Of a table: the work grows with the workers (default: found where n does)"),
    option("--name <study>", "Name of the study (default: the file's name)"),
    option("--machine <name>", "Name of the machine that it was measured on"),
    option(
      "--measured-at <time>",
      "When it was measured, such as 2024-05-01 or 2024-05-01T10:00Z (default: what the file says)",
    ),
    option("--experiment <id>", "Id of the experiment (default: imported)"),
    option("--note <text>", "Where the measurements came from"),
    option("--compress", "Write the run file compressed, as .json.gz"),
    runsDirOption,
    jsonOption,
  ],
  examples: [
    "import scan.json --map threads=workers",
    "import csv cores-host.csv --name cores --machine host",
    "import csv times.csv --map threads=workers,seconds=wall_s,round=block",
    "import jsonl times.jsonl",
    "import hyperfine scan.json --map threads=workers",
    "import google-benchmark scan.json --machine 'build server'",
    "import pyperf suite.json --map workers=workers",
    "import pytest-benchmark bench.json --map jobs=workers",
    "import jmh jmh-result.json",
    "import benchmark-dotnet Sums-report-full.json --map Threads=workers",
    "import criterion target/criterion --map value=workers",
    "import go bench.txt",
    "import vitest bench.json --map n=n",
    "import tinybench results.json",
    "import mitata results.json",
  ],
  async run(given, io) {
    const [{ importers }, { writeRun }, { openFolder }, { findImported }, { parseMap }, { withoutUndefined }] =
      await Promise.all([
        import("../../formats/index.js"),
        import("../../record/folder/run-store.js"),
        import("../options/run-folder.js"),
        import("../options/known-imports.js"),
        import("../../formats/foreign/parameter-map.js"),
        import("../../study/without-undefined.js"),
      ]);
    const { format, source } = await readNamed(given.positionals, io);
    checkTableOptions(format, given.options);
    const importer: Importer = importers[format];
    const { map, strategy, workers, wide, weak, name, machine, experiment, note, compress } = given.options;
    const now = new Date();
    const run = importer.importRun({
      ...source,
      now,
      map: map === undefined ? undefined : parseMap(map, importer.targets),
      measuredAt: measuredAt(given.options["measured-at"], now),
      tell: (sentence) => io.err(`${sentence}\n`),
      ...withoutUndefined({
        strategy,
        workers: workers === undefined ? undefined : wholeNumber(workers, "--workers", 1, MOST_WORKERS),
        wide,
        weak,
        study: name,
        machine,
        experiment,
        note,
      }),
    });
    const { known, others } = await findImported(openFolder(given, io), run, io);
    if (known !== null) {
      return { json: { ...known, isNew: false }, text: () => `There already: ${known.file}\n` };
    }
    const written = await writeRun(runsDirOf(given), run, { compress });
    const hints = [
      hintOf(run),
      ...others.map((id) => `${id} was imported from the same file in another way: scalebook remove ${id} deletes it`),
    ];
    for (const hint of hints) if (hint !== null) io.err(`${hint}\n`);
    return { json: { ...written, isNew: true }, text: () => importedText(run, written, given.options["runs-dir"]) };
  },
});

/** What came in, where it lies, and the next command. */
async function importedText({ experiments }: Run, { id, file }: { id: string; file: string }, dir: string | undefined) {
  const { plural } = await import("../../words/number.js");
  const cells = experiments.flatMap((experiment) => experiment.cells);
  const trials = cells.reduce((sum, cell) => sum + cell.trials.length, 0);
  const where = dir === undefined ? "" : ` --runs-dir ${dir}`;
  const what = `${plural(cells.length, "combination")}, ${plural(trials, "measurement")}`;
  return `${what}: scalebook show ${id}${where}\nRun: ${file}\n`;
}

type Source = Pick<ImportInput, "text" | "files" | "file" | "sha256">;

/** The file or folder that a person names, and the format that they name, or that it has. */
async function readNamed([first = "", second]: readonly string[], io: Io): Promise<{ format: Format; source: Source }> {
  const { importers } = await import("../../formats/index.js");
  const isFormat = (word: string): word is Format => Object.hasOwn(importers, word);
  const readsOf = (format: Format) => (importers[format] as Importer).reads;
  if (second !== undefined) {
    if (isFormat(first)) return { format: first, source: await readSource(second, readsOf(first)) };
    const { nearest } = await import("../../record/schema/did-you-mean.js");
    throw new UserError(`there is no format "${first}" to import: ${nearest(first, Object.keys(importers))}`);
  }
  const { isFolder } = await import("../options/read-input.js");
  if (await isFolder(first)) return readFolderOf(first, readsOf);
  if (isFormat(first)) throw new UserError(`import needs <file>: scalebook import ${first} <file>`);
  const [source, { recogniseFormat }] = await Promise.all([readSource(first), import("../../formats/recognise.js")]);
  const format = recogniseFormat(source.text, source.file);
  if (format === null) {
    const known = Object.keys(importers).join(", ");
    throw new UserError(`${source.file}: is like no format that is known: name its own, one of ${known}`);
  }
  io.err(`Read as ${format}\n`);
  return { format, source };
}

/** A folder that a tool left. */
async function readFolderOf(folder: string, readsOf: (format: Format) => Importer["reads"]) {
  const [{ importers }, { recogniseFormat }] = await Promise.all([
    import("../../formats/index.js"),
    import("../../formats/recognise.js"),
  ]);
  const formats = (Object.keys(importers) as Format[]).filter((format) => readsOf(format) !== undefined);
  for (const format of formats) {
    const source = await readSource(folder, readsOf(format));
    const [file] = source.files ?? [];
    // Files of Criterion.rs are known by their paths.
    if (file !== undefined && (format === "criterion" || recogniseFormat(file.text, file.path) === format)) {
      return { format, source };
    }
  }
  throw new UserError(`${folder}: is no folder of ${formats.join(" or ")}: import its files one by one`);
}

/** A file, or what an importer reads of a folder. */
async function readSource(path: string, reads?: Importer["reads"]): Promise<Source> {
  const [{ readInput, isFolder }, { sha256 }] = await Promise.all([
    import("../options/read-input.js"),
    import("../../record/schema/run-id.js"),
  ]);
  if (reads !== undefined && (await isFolder(path))) {
    const { readFolder } = await import("../options/read-folder.js");
    return { text: "", file: resolve(path), ...(await readFolder(path, reads)) };
  }
  const { bytes, text, name } = await readInput(path);
  return { text, file: name, sha256: sha256(bytes) };
}

/** As many as a run file holds. */
const MOST_WORKERS = 1e9;

const TABLE_OPTIONS = ["strategy", "workers", "wide", "weak"] as const;

/** An option that a format does not read would be passed over in silence. */
function checkTableOptions(format: Format, options: Readonly<Record<string, unknown>>): void {
  const given = TABLE_OPTIONS.find((name) => options[name] !== undefined && options[name] !== false);
  if (given === undefined || format === "csv" || format === "jsonl") return;
  throw new UserError(`--${given} is for tables, and this is read as ${format}: leave it out`);
}

/** A moment as a person writes it, in UTC where it names no zone; ISO 8601. */
function measuredAt(text: string | undefined, now: Date): string | undefined {
  if (text === undefined) return undefined;
  const [, day, clock = "T00:00", zone = "Z"] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?)?$/.exec(text.trim()) ?? [];
  const at = new Date(`${day}${clock.replace(/^(?!T)/, "T")}${zone}`);
  const isDay =
    day !== undefined && !Number.isNaN(at.getTime()) && new Date(`${day}T00:00Z`).toISOString().startsWith(day);
  if (!isDay) {
    throw new UserError(`--measured-at is "${text}": give a day or a moment, such as 2024-05-01 or 2024-05-01T10:00Z`);
  }
  if (at > now) throw new UserError(`--measured-at is "${text}": that is yet to come`);
  return at.toISOString();
}

/** A hint where no parameter of the file counts workers; `null` where one does or there is none. */
function hintOf({ experiments }: Run): string | null {
  const cells = experiments.flatMap((experiment) => experiment.cells);
  const own = [...new Set(cells.flatMap(({ factors }) => Object.keys(factors.more ?? {})))];
  if (own.length === 0 || cells.some(({ factors }) => factors.workers !== 1)) return null;
  return `Every combination has 1 worker: if ${own.join(" or ")} counts workers, import it with --map ${own[0]}=workers`;
}
