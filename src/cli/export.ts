import { UserError } from "../user-error.js";
import { type Command, type Given, runsDirOf, runsDirOption } from "./command.js";
import { filterOptions } from "./run-filter.js";

/** What chooses among the runs of `--all`. */
const choosing = filterOptions.filter(({ flag }) => !flag.startsWith("--experiment "));

const FORMATS = ["csv", "json", "md", "latex", "svg", "bibtex", "cff"] as const;

export const exportRuns: Command = {
  name: "export",
  args: "[run]",
  summary: "Take tables, charts and figures of a run out as files of other formats, or every trial of all runs",
  options: [
    { flag: "--format <format>", description: `${FORMATS.join(", ")}; with --all: csv (default), jsonl` },
    {
      flag: "--what <what>",
      description:
        "csv: trials (default), cells, changes, charts; json: analysis (default) and the same; md, latex: tables (default), charts; svg: charts",
    },
    { flag: "--experiment <id>", description: "Of this experiment alone" },
    { flag: "--out <path>", description: "File, or folder where there are several (default: one file is printed)" },
    { flag: "--author <name>", description: "Your name, for bibtex and cff (CITATION.cff)" },
    { flag: "--all", description: "Every trial of every run as one row, of those that the options below choose" },
    { flag: "--columns", description: "With --all: what each column holds" },
    ...choosing,
    runsDirOption,
  ],
  examples: [
    "export latest --format csv > trials.csv",
    "export latest --format csv --what changes --experiment workers",
    "export latest --format latex --out tables.tex",
    "export latest --format svg --out charts",
    "export latest --format cff --author 'Ada Lovelace' --out CITATION.cff",
    "export --all --format csv --since 4w --out trials.csv",
  ],
  async run(given, io) {
    const [name] = given.positionals;
    if (given.has("all")) {
      if (name !== undefined) throw new UserError(`--all takes every run: leave "${name}" away, or --all`);
      return (await import("./export-all.js")).exportAll(given, io);
    }
    if (name === undefined) throw new UserError("export needs <run>, or --all for every trial of all runs");
    refuseWithoutAll(given);
    const asked = given.text("format");
    const format = FORMATS.find((one) => one === asked);
    if (format === undefined) {
      const problem = asked === undefined ? "export needs --format" : `--format is "${asked}"`;
      throw new UserError(`${problem}: give one of ${FORMATS.join(", ")}`);
    }
    const [{ findLine }, { openEntry }, { exportRun }, { writeExport }] = await Promise.all([
      import("./pooled-run.js"),
      import("../report/archive.js"),
      import("../report/export/formats.js"),
      import("../report/export/write.js"),
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

function refuseWithoutAll(given: Given): void {
  const names = ["columns", ...choosing.map(({ flag }) => flag.split(" ")[0]?.slice(2) ?? "")];
  const found = names.find((name) => given.has(name));
  if (found !== undefined) throw new UserError(`--${found} is for the runs of --all: leave it away, or add --all`);
}
