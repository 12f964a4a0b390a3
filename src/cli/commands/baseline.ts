import { UserError } from "../../user-error.js";
import { command, type Given, type Io, jsonOption, type Result, runsDirOf, runsDirOption } from "../command.js";

const options = [runsDirOption, jsonOption];
type BaselineGiven = Given<typeof options>;

export const baseline = command({
  name: "baseline",
  args: "<set|show|clear> [run]",
  summary: "Name the run that later ones are compared with, one for each study and kind of machine",
  options,
  examples: ["baseline set latest", "baseline show", "baseline clear"],
  async run(given, io) {
    const [what = "", name] = given.positionals;
    if (what === "set") return set(given, io, name);
    if (what !== "show" && what !== "clear") {
      throw new UserError(`baseline has "${what}": give set, show or clear, such as scalebook baseline set latest`);
    }
    if (name !== undefined) throw new UserError(`baseline ${what} takes no run: scalebook baseline set ${name}`);
    return what === "show" ? show(given, io) : clear(given);
  },
});

async function set(given: BaselineGiven, io: Io, name: string | undefined): Promise<Result> {
  if (name === undefined) throw new UserError("baseline set needs a run: scalebook baseline set latest");
  const [
    { readBaselines, writeBaselines },
    { hasFailed, hasTrials },
    { findRun },
    { listedRuns, openFolder },
    { isForSame },
  ] = await Promise.all([
    import("../../record/folder/baselines.js"),
    import("../../record/folder/run-facts.js"),
    import("../options/named-run.js"),
    import("../options/run-folder.js"),
    import("../options/reference-run.js"),
  ]);
  const folder = openFolder(given, io);
  const { dir } = folder;
  const { run, live } = await findRun(name, { folder, io });
  if (live) throw new UserError(`${run.id} is still being recorded: wait until it ends`);
  const why = hasFailed(run) ? "failed" : hasTrials(run) ? null : "has no trials";
  if (why !== null) throw new UserError(`${run.id} ${why}: no run can be held against it; name one that finished`);
  const known = new Map((await listedRuns(folder, io)).map((other) => [other.run.id, other.run]));
  if (!known.has(run.id)) throw new UserError(`${run.id} does not lie in ${dir}: give --runs-dir <its folder>`);
  const others = (await readBaselines(dir)).filter((id) => {
    const other = known.get(id);
    return id !== run.id && other !== undefined && !isForSame(other, run);
  });
  await writeBaselines(dir, [...others, run.id]);
  return {
    json: { baseline: run.id, study: run.study },
    text: () =>
      run.machine.unidentified
        ? `${run.id} is now the baseline of ${run.study}. It names no machine, so no other run is known to be of the same one: import it with --machine <name>\n`
        : `Runs of ${run.study} on this kind of machine are now held against ${run.id}\n`,
  };
}

async function show(given: BaselineGiven, io: Io): Promise<Result> {
  const [{ readBaselines }, { listedRuns, openFolder }] = await Promise.all([
    import("../../record/folder/baselines.js"),
    import("../options/run-folder.js"),
  ]);
  const dir = runsDirOf(given);
  const ids = await readBaselines(dir);
  const runs = ids.length === 0 ? [] : await listedRuns(openFolder(given, io), io);
  const rows = ids.map((id) => {
    const run = runs.find((stored) => stored.run.id === id)?.run;
    return { id, study: run?.study ?? null, machine: run?.machine.name ?? null, label: run?.label ?? null };
  });
  return {
    json: rows,
    async text() {
      if (rows.length === 0) return `${dir} has no baseline: name one with scalebook baseline set <run>\n`;
      const { textTable } = await import("../print/table.js");
      const missing = `not in ${dir} any more`;
      return textTable(
        ["baseline", "study", "machine", "label"].map((head) => ({ head })),
        rows.map(({ id, study, machine, label }) => [id, study ?? missing, machine ?? "", label ?? ""]),
      );
    },
  };
}

async function clear(given: BaselineGiven): Promise<Result> {
  const { readBaselines, writeBaselines } = await import("../../record/folder/baselines.js");
  const dir = runsDirOf(given);
  const ids = await readBaselines(dir);
  if (ids.length > 0) await writeBaselines(dir, []);
  return {
    json: { cleared: ids },
    text: () => (ids.length === 0 ? `${dir} has no baseline\n` : `No longer a baseline: ${ids.join(", ")}\n`),
  };
}
