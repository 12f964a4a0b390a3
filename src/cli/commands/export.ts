import { UserError } from "../../user-error.js";
import { type Command, runsDirOf, runsDirOption } from "../command.js";
import { filterOptions, nameOf } from "../options/run-filter.js";

const FORMATS = ["csv", "json", "md", "latex", "svg", "bibtex", "cff"] as const;

/** What chooses among the runs; `--experiment` chooses among their rows as well. */
const choosing = filterOptions.filter(({ flag }) => nameOf(flag) !== "experiment");

export const exportRuns: Command = {
  name: "export",
  args: "[run]",
  summary: "Take tables, charts and figures of a run out as files of other formats",
  options: [
    { flag: "--format <format>", description: FORMATS.join(", ") },
    {
      flag: "--what <what>",
      description:
        "csv: trials (default), cells, changes, charts; json: analysis (default) and the same; md, latex: tables (default), charts; svg: charts",
    },
    { flag: "--experiment <id>", description: "Of this experiment alone" },
    { flag: "--out <path>", description: "File, or folder where there are several (default: one file is printed)" },
    { flag: "--author <name>", description: "Your name, for bibtex and cff (CITATION.cff)" },
    { flag: "--all", description: "Every trial of every run as one row: as csv (default) or jsonl" },
    { flag: "--columns", description: "Print what the columns of --all hold" },
    ...choosing,
    runsDirOption,
  ],
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
    if (given.has("all") || given.has("columns")) {
      if (given.positionals.length > 0) throw new UserError("export was given a run and --all: give one of them");
      return (await import("./export-all.js")).exportAll(given, io);
    }
    const filter = choosing.find(({ flag }) => given.has(nameOf(flag)));
    if (filter !== undefined) throw new UserError(`--${nameOf(filter.flag)} chooses among runs: give --all with it`);
    const [name] = given.positionals;
    if (name === undefined) throw new UserError("export needs a run: scalebook export <run>, or --all for every run");
    const asked = given.text("format");
    const format = FORMATS.find((one) => one === asked);
    if (format === undefined) {
      const problem = asked === undefined ? "export needs --format" : `--format is "${asked}"`;
      throw new UserError(`${problem}: give one of ${FORMATS.join(", ")}`);
    }
    const [{ findLine }, { openEntry }, { exportRun }, { writeExport }] = await Promise.all([
      import("../options/named-run.js"),
      import("../../report/archive/run-entry.js"),
      import("../../report/export/formats.js"),
      import("../../report/export/write.js"),
    ]);
    const { stored, line } = await findLine(runsDirOf(given), name);
    const experiment = given.text("experiment");
    const files = await exportRun(format, given.text("what"), {
      entry: openEntry(stored, line),
      author: given.text("author") ?? "",
      ...(experiment !== undefined && { experiment }),
    });
    const [only] = files;
    const out = given.text("out");
    if (only === undefined) throw new UserError("the run has nothing of that kind");
    if (out === undefined || out === "-") {
      if (files.length > 1) throw new UserError(`that is ${files.length} files: name a folder for them with --out`);
      io.out(only.content);
      return 0;
    }
    for (const path of await writeExport(files, out)) io.out(`${path}\n`);
    return 0;
  },
};
