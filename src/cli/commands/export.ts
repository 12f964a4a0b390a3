import { UserError } from "../../user-error.js";
import { command, experimentIds, type Given, type Io, namesOf, option, runsDirOf, runsDirOption } from "../command.js";
import { wholeRunFilters } from "../options/run-filter.js";

const FORMATS = ["csv", "json", "md", "latex", "svg", "bibtex", "cff"] as const;

const options = [
  option("--format <format>", FORMATS.join(", "), FORMATS),
  option(
    "--what <what>",
    "csv: trials (default), cells, changes, charts; json: analysis (default) and the same; md, latex: tables (default), charts; svg: charts",
  ),
  option("--experiment <id>", "Of this experiment alone", experimentIds),
  option("--out <path>", "File, or folder where there are several (default: one file is printed)"),
  option("--author <name>", "Your name, for bibtex and cff (CITATION.cff)"),
  option("--all", "Every trial of every run as one row: as csv (default) or jsonl"),
  option("--columns", "Print what the columns of --all hold"),
  ...wholeRunFilters,
  runsDirOption,
];

export const exportRuns = command({
  name: "export",
  args: "[run]",
  summary: "Take tables, charts and figures of a run out as files of other formats",
  options,
  examples: [
    "export latest --format csv > trials.csv",
    "export latest --format csv --what changes --experiment workers",
    "export latest --format latex --out tables.tex",
    "export latest --format svg --out charts",
    "export --all --format csv --out trials.csv",
    "export --all --format jsonl --study lab --since 4w | gzip > trials.jsonl.gz",
    "export latest --format cff --author 'Ada Lovelace' --out CITATION.cff",
  ],
  async run(given, io) {
    const [name] = given.positionals;
    const { all, columns, format, out } = given.options;
    if (all || columns) {
      if (name !== undefined) throw new UserError("export was given a run and --all: give one of them");
      const { columnsText, exportAll } = await import("./export-all.js");
      if (columns) return { text: columnsText };
      return exportAll({ runsDir: runsDirOf(given), format, out, filters: given.options }, io);
    }
    const filter = namesOf(wholeRunFilters).find((one) => given.options[one] !== undefined);
    if (filter !== undefined) throw new UserError(`--${filter} chooses among runs: give --all with it`);
    if (name === undefined) throw new UserError("export needs a run: scalebook export <run>, or --all for every run");
    const files = await filesOf(given, io, name);
    const [only] = files;
    if (only === undefined) throw new UserError("the run has nothing of that kind");
    if (out === undefined || out === "-") {
      if (files.length > 1) throw new UserError(`that is ${files.length} files: name a folder for them with --out`);
      return { text: () => only.content };
    }
    const { writeExport } = await import("../../report/export/write.js");
    const written = await writeExport(files, out);
    return { text: () => written.map((path) => `${path}\n`) };
  },
});

/** The files of one run that the options ask for. */
async function filesOf(given: Given<typeof options>, io: Io, name: string) {
  const { format: asked, what, author = "", experiment } = given.options;
  const format = FORMATS.find((one) => one === asked);
  if (format === undefined) {
    const problem = asked === undefined ? "export needs --format" : `--format is "${asked}"`;
    throw new UserError(`${problem}: give one of ${FORMATS.join(", ")}`);
  }
  const [{ findLine }, { openFolder }, { openEntry }, { exportRun }] = await Promise.all([
    import("../options/named-run.js"),
    import("../options/run-folder.js"),
    import("../../report/archive/run-entry.js"),
    import("../../report/export/formats.js"),
  ]);
  const { stored, line } = await findLine(name, { folder: openFolder(given, io), io });
  const entry = openEntry(stored, line, { isWhole: true });
  return exportRun(format, what, { entry, author, ...(experiment !== undefined && { experiment }) });
}
