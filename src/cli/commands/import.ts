import type { Importer } from "../../formats/importer.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { type Command, jsonOption, runsDirOf, runsDirOption } from "../command.js";

export const importRuns: Command = {
  name: "import",
  args: "<format> <file>",
  summary: "Turn what csv, jsonl, hyperfine, google-benchmark, pyperf or pytest-benchmark files hold into a run file",
  options: [
    {
      flag: "--map <list>",
      description: "What parameters or columns stand for, such as threads=workers,size=n; x=- leaves x out",
    },
    { flag: "--name <study>", description: "Name of the study (default: the file's name)" },
    { flag: "--machine <name>", description: "Name of the machine that it was measured on" },
    { flag: "--experiment <id>", description: "Id of the experiment (default: imported)" },
    { flag: "--note <text>", description: "Where the measurements came from" },
    { flag: "--compress", description: "Write the run file compressed, as .json.gz" },
    runsDirOption,
    jsonOption,
  ],
  examples: [
    "import csv cores-host.csv --name cores --machine host",
    "import csv times.csv --map threads=workers,seconds=wall_s",
    "import hyperfine scan.json --map threads=workers",
    "import google-benchmark scan.json --machine 'build server'",
    "import pyperf suite.json --map workers=workers",
    "import pytest-benchmark bench.json --map jobs=workers",
  ],
  async run(given, io) {
    const [format = "", file = ""] = given.positionals;
    const [{ importers }, { nearest }, { writeRun }, { decodeText, readRegularFile }, { sha256 }, { parseMap }] =
      await Promise.all([
        import("../../formats/index.js"),
        import("../did-you-mean.js"),
        import("../../record/folder/run-store.js"),
        import("../../record/files/regular-files.js"),
        import("../../record/schema/run-id.js"),
        import("../../formats/parameter-map.js"),
      ]);
    if (!Object.hasOwn(importers, format)) {
      throw new UserError(`there is no format "${format}" to import: ${nearest(format, Object.keys(importers))}`);
    }
    const bytes = await readRegularFile(file);
    const importer: Importer = importers[format as keyof typeof importers];
    const map = given.text("map");
    const run = importer.importRun({
      text: decodeText(bytes, file),
      file,
      sha256: sha256(bytes),
      now: new Date(),
      map: map === undefined ? undefined : parseMap(map, importer.targets),
      ...optional("study", given.text("name")),
      ...optional("machine", given.text("machine")),
      ...optional("experiment", given.text("experiment")),
      ...optional("note", given.text("note")),
    });
    const written = await writeRun(runsDirOf(given), run, { compress: given.has("compress") });
    const hint = hintOf(run);
    if (hint !== null) io.err(`${hint}\n`);
    io.out(given.has("json") ? `${JSON.stringify(written)}\n` : `Run: ${written.file}\n`);
    return 0;
  },
};

/** What to say where nothing in the file counts workers though it has parameters: that is easily forgotten. */
function hintOf({ experiments }: Run): string | null {
  const cells = experiments.flatMap((experiment) => experiment.cells);
  const own = [...new Set(cells.flatMap(({ factors }) => Object.keys(factors.more ?? {})))];
  if (own.length === 0 || cells.some(({ factors }) => factors.workers !== 1)) return null;
  return `Every cell has 1 worker: if ${own.join(" or ")} counts workers, import it with --map ${own[0]}=workers`;
}

function optional<Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, string>);
}
