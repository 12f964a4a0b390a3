import type { Given, Io, jsonOption, outOption, Result, runsDirOption } from "../command.js";
import type { Place } from "../options/named-run.js";

/** Writes one run as one HTML file. */
export async function buildSingleFile(
  given: Given<[typeof runsDirOption, typeof outOption, typeof jsonOption]>,
  io: Io,
): Promise<Result> {
  const [{ openFolder }, { openEntry }, { singleFile }, { writeExport }, { formatBytes }, { plural }, { toolVersion }] =
    await Promise.all([
      import("../options/run-folder.js"),
      import("../../report/archive/run-entry.js"),
      import("../../report/single-file/single-file.js"),
      import("../../report/export/write.js"),
      import("../../words/bytes.js"),
      import("../../words/number.js"),
      import("../../app/tool-version.js"),
    ]);
  const { stored, line, standing } = await runOf(given.positionals[0] ?? "latest", {
    folder: openFolder(given, io),
    io,
  });
  const entry = openEntry(stored, line);
  const { html, charts } = await singleFile({ entry, standing, toolVersion: toolVersion() });
  const name = `${entry.run.id}.html`;
  const [file = ""] = await writeExport([{ name, content: html }], given.options.out ?? name);
  const bytes = Buffer.byteLength(html);
  return {
    json: { file, run: entry.run.id, charts, bytes },
    text: () => `${entry.run.id}: ${plural(charts, "chart")}, ${formatBytes(bytes)}\nFile: ${file}\n`,
  };
}

/** The run that is meant; of a study its newest, with a word on the others. */
async function runOf(name: string, place: Place) {
  const { findLine } = await import("../options/named-run.js");
  const { runs } = name === "latest" ? { runs: [] } : await place.folder.contents();
  const isNamed = runs.some(({ run }) => run.id === name || run.label === name);
  const ofStudy = isNamed ? [] : runs.filter(({ run }) => run.study === name);
  const newest = ofStudy.at(-1);
  if (newest === undefined) return { ...(await findLine(name, place)), standing: "" };
  const standing =
    ofStudy.length > 1 ? `The newest of ${ofStudy.length} runs of the study ${name}, at the time of writing.` : "";
  return { ...(await findLine(newest.run.id, place)), standing };
}
