import { UserError } from "../../user-error.js";
import { type Command, type Given, type Io, jsonOption, runsDirOf, runsDirOption } from "../command.js";

export const baseline: Command = {
  name: "baseline",
  args: "<set|show|clear> [run]",
  summary: "Name the run that later ones are held against, one for each study and kind of machine",
  options: [runsDirOption, jsonOption],
  examples: ["baseline set latest", "baseline show", "baseline clear"],
  async run(given, io) {
    const [what = "", name] = given.positionals;
    if (what === "set") return set(given, io, name);
    if (what !== "show" && what !== "clear") {
      throw new UserError(`baseline has "${what}": give set, show or clear, such as scalebook baseline set latest`);
    }
    if (name !== undefined) throw new UserError(`baseline ${what} takes no run: scalebook baseline set ${name}`);
    return what === "show" ? show(given, io) : clear(given, io);
  },
};

async function set(given: Given, io: Io, name: string | undefined): Promise<number> {
  if (name === undefined) throw new UserError("baseline set needs a run: scalebook baseline set latest");
  const [{ findRun }, { readBaselines, writeBaselines }, { readSummaries }, { isForSame }, { summaryOf }] =
    await load();
  const dir = runsDirOf(given);
  const { run, live } = await findRun(dir, name);
  if (live) throw new UserError(`${run.id} is still being recorded: wait for its end`);
  const own = summaryOf({ run });
  const known = new Map((await readSummaries(dir, io)).map(({ id, digest }) => [id, digest]));
  if (!known.has(run.id)) throw new UserError(`${run.id} does not lie in ${dir}: give --runs-dir <its folder>`);
  const others = (await readBaselines(dir)).filter((id) => {
    const other = known.get(id);
    return id !== run.id && other !== undefined && !isForSame(other, own);
  });
  await writeBaselines(dir, [...others, run.id]);
  if (given.has("json")) io.out(`${JSON.stringify({ baseline: run.id, study: run.study })}\n`);
  else io.out(`Runs of ${run.study} on this kind of machine are now held against ${run.id}\n`);
  return 0;
}

async function show(given: Given, io: Io): Promise<number> {
  const [, { readBaselines }, { readSummaries }] = await load();
  const dir = runsDirOf(given);
  const ids = await readBaselines(dir);
  const summaries = ids.length === 0 ? [] : await readSummaries(dir, io);
  const rows = ids.map((id) => {
    const run = summaries.find((summary) => summary.id === id)?.digest;
    return { id, study: run?.study ?? null, machine: run?.machine.name ?? null, label: run?.label ?? null };
  });
  if (given.has("json")) io.out(`${JSON.stringify(rows)}\n`);
  else if (rows.length === 0) io.out(`${dir} has no baseline: name one with scalebook baseline set <run>\n`);
  else {
    const { textTable } = await import("../print/table.js");
    const columns = ["baseline", "study", "machine", "label"].map((head) => ({ head }));
    const missing = `not in ${dir} any more`;
    io.out(
      textTable(
        columns,
        rows.map(({ id, study, machine, label }) => [id, study ?? missing, machine ?? "", label ?? ""]),
      ),
    );
  }
  return 0;
}

async function clear(given: Given, io: Io): Promise<number> {
  const [, { readBaselines, writeBaselines }] = await load();
  const dir = runsDirOf(given);
  const ids = await readBaselines(dir);
  if (ids.length > 0) await writeBaselines(dir, []);
  if (given.has("json")) io.out(`${JSON.stringify({ cleared: ids })}\n`);
  else io.out(ids.length === 0 ? `${dir} has no baseline\n` : `No longer a baseline: ${ids.join(", ")}\n`);
  return 0;
}

function load() {
  return Promise.all([
    import("../../record/folder/find-run.js"),
    import("../../record/folder/baselines.js"),
    import("../options/run-summaries.js"),
    import("../options/reference-run.js"),
    import("../../analysis/two-runs/run-summary.js"),
  ]);
}
