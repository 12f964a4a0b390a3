import { UserError } from "../user-error.js";
import { type Command, jsonOption, runsDirOf, runsDirOption } from "./command.js";

export const importRuns: Command = {
  name: "import",
  args: "<format> <file>",
  summary: "Turn measurements recorded elsewhere into a run file",
  options: [
    { flag: "--name <study>", description: "Name of the study (default: the file's name)" },
    { flag: "--machine <name>", description: "Name of the machine that it was measured on" },
    { flag: "--experiment <id>", description: "Id of the experiment (default: imported)" },
    { flag: "--note <text>", description: "Where the measurements came from" },
    runsDirOption,
    jsonOption,
  ],
  examples: ["import csv cores-host.csv --name cores --machine host"],
  async run(given, io) {
    const [format = "", file = ""] = given.positionals;
    const [{ importers }, { nearest }, { writeRun }, { decodeText, readRegularFile }, { sha256 }] = await Promise.all([
      import("../formats/index.js"),
      import("./nearest.js"),
      import("../record/store.js"),
      import("../record/files.js"),
      import("../record/id.js"),
    ]);
    if (!Object.hasOwn(importers, format)) {
      throw new UserError(`there is no format "${format}" to import: ${nearest(format, Object.keys(importers))}`);
    }
    const bytes = await readRegularFile(file);
    const run = importers[format as keyof typeof importers].importRun({
      text: decodeText(bytes, file),
      file,
      sha256: sha256(bytes),
      now: new Date(),
      ...optional("study", given.text("name")),
      ...optional("machine", given.text("machine")),
      ...optional("experiment", given.text("experiment")),
      ...optional("note", given.text("note")),
    });
    const written = await writeRun(runsDirOf(given), run);
    io.out(given.has("json") ? `${JSON.stringify(written)}\n` : `Run: ${written.file}\n`);
    return 0;
  },
};

function optional<Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, string>);
}
