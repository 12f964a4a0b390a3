import { basename } from "node:path";
import type { StoredRun } from "../../record/files/stored-run.js";
import { isDated } from "../../record/folder/run-facts.js";
import type { RunFolder } from "../../record/folder/run-folder.js";
import { largest, smallest } from "../../record/limits/extremes.js";
import { UserError } from "../../user-error.js";
import { command, type Given, type Io, jsonOption, option, runsDirOption } from "../command.js";

const options = [
  option("--yes", "Also where only a part of the id is given"),
  option("--force", "Also a baseline, or a run that others go on with"),
  runsDirOption,
  jsonOption,
];

export const remove = command({
  name: "remove",
  args: "<run> [run ...]",
  summary: "Delete the files of runs, and say what they held",
  options,
  examples: [
    "remove 20261121t061500z-lab-3f9a2c",
    "remove latest",
    "remove 20261121t06 --yes",
    "remove latest --force",
  ],
  async run(given, io) {
    const [{ openFolder }, { removeRun }] = await Promise.all([
      import("../options/run-folder.js"),
      import("../../record/folder/run-store.js"),
    ]);
    const folder = openFolder(given, io);
    const chosen = await chosenRuns(folder, given, io);
    const baselines = given.options.force ? await withoutBaselines(folder, chosen) : [];
    for (const stored of chosen) await removeRun(stored);
    const removed = chosen.map((stored) => aboutRun(stored, baselines));
    return { json: removed.length === 1 ? removed[0] : removed, text: () => removedText(removed) };
  },
});

type Removed = ReturnType<typeof aboutRun>;

/** What a run held, for the person who removed it. */
function aboutRun({ run, path }: StoredRun, baselines: readonly string[]) {
  const { id, label = null, study, startedAt, experiments } = run;
  const dated = isDated(run);
  const repeats = experiments.flatMap(({ cells }) => cells.map(({ trials }) => trials.length));
  const [fewest, most] = [smallest(repeats), largest(repeats)];
  const wasBaseline = baselines.includes(id);
  return { id, file: path, study, label, startedAt, dated, combinations: repeats.length, fewest, most, wasBaseline };
}

async function removedText(removed: readonly Removed[]): Promise<string[]> {
  const [{ formatDate }, { plural, whole }, { printable }] = await Promise.all([
    import("../../words/date.js"),
    import("../../words/number.js"),
    import("../print/printable.js"),
  ]);
  return removed.map(({ file, study, label, startedAt, dated, combinations, fewest, most, wasBaseline }) => {
    const each = fewest === most ? plural(most, "repeat") : `${whole(fewest)} to ${plural(most, "repeat")}`;
    const name = `study ${study}${label === null ? "" : `, label ${label}`}`;
    const held = `${plural(combinations, "combination")} with ${each}${combinations === 1 ? "" : " each"}`;
    const role = wasBaseline ? "; it is no baseline any more" : "";
    return `Removed ${file}\n  ${printable(name)}, ${dated ? "recorded" : "imported"} ${formatDate(startedAt)}: ${held}${role}\n`;
  });
}

/** The named runs, each once. Throws a UserError where one of them stays; then all stay. */
async function chosenRuns(folder: RunFolder, given: Given<typeof options>, io: Io): Promise<StoredRun[]> {
  const { findRun } = await import("../options/named-run.js");
  const chosen = new Map<string, StoredRun>();
  for (const name of given.positionals) {
    const stored = await findRun(name, { folder, io });
    if (!given.options.yes && !isWhole(name, stored)) {
      throw new UserError(`${stored.run.id} stays: "${name}" is only a part of its id; --yes removes it anyway`);
    }
    chosen.set(stored.run.id, stored);
  }
  const runs = [...chosen.values()];
  const reasons = given.options.force ? [] : await whyKept(folder, runs, io);
  if (reasons.length > 0) throw new UserError(`${reasons.join("\n")}\nNothing was removed; --force removes it anyway`);
  return runs;
}

function isWhole(name: string, { run, path }: StoredRun): boolean {
  const words = [run.id, run.label, "latest", "previous", "baseline", basename(path)];
  return words.includes(name) || /[/\\]/.test(name);
}

/** Reasons to keep runs that others in the folder depend on. */
async function whyKept(folder: RunFolder, chosen: readonly StoredRun[], io: Io): Promise<string[]> {
  const [{ listedRuns }, { readBaselines }, { list }] = await Promise.all([
    import("../options/run-folder.js"),
    import("../../record/folder/baselines.js"),
    import("../../words/sentence.js"),
  ]);
  const [baselines, all] = [await readBaselines(folder.dir), await listedRuns(folder, io)];
  const ids = chosen.map(({ run }) => run.id);
  return ids.flatMap((id) => {
    const later = all.filter(({ run }) => run.parent === id && !ids.includes(run.id)).map(({ run }) => run.id);
    const goOn = `${list(later)} ${later.length === 1 ? "goes" : "go"} on with it and would lose its repeats`;
    const reasons = [...(baselines.includes(id) ? ["it is a baseline"] : []), ...(later.length > 0 ? [goOn] : [])];
    return reasons.length === 0 ? [] : [`${id} stays: ${reasons.join(", and ")}`];
  });
}

/** Takes runs out of the baselines of the folder; returns those that were there. */
async function withoutBaselines({ dir }: RunFolder, chosen: readonly StoredRun[]): Promise<string[]> {
  const { readBaselines, writeBaselines } = await import("../../record/folder/baselines.js");
  const baselines = await readBaselines(dir);
  const gone = baselines.filter((id) => chosen.some(({ run }) => run.id === id));
  if (gone.length > 0) {
    await writeBaselines(
      dir,
      baselines.filter((id) => !gone.includes(id)),
    );
  }
  return gone;
}
