import type { LineageAnalysis } from "../../analysis/analyse-pooled.js";
import type { Outcome } from "../../analysis/two-runs/check.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { command, type Given, type Io, jsonOption, option, runsDirOption } from "../command.js";
import type { ShownCheck } from "../print/check-words.js";

/** Exit code where a cell has an outcome that `--fail-on` names. */
const FAILED = 3;

/** Outcomes that each level of `--fail-on` names. A cell that was timed and fails now is always among them. */
const FAIL_ON: Readonly<Record<string, readonly Outcome[]>> = {
  slower: ["fails", "slower"],
  changed: ["fails", "slower", "faster"],
  undecided: ["fails", "disturbed", "undecided"],
};
const FORMATS = ["text", "md"];

const options = [
  option(
    "--against <run>",
    "previous, baseline or a run (default: the baseline of the study where there is one, else previous; a run of two versions is checked by itself)",
  ),
  option(
    "--fail-on <what>",
    `Exit with ${FAILED} for slower (default), changed, undecided (not enough evidence), or several: slower,undecided`,
    Object.keys(FAIL_ON),
  ),
  option("--floor <percent>", "Smallest change that counts, such as 5% (default: this machine's floor)"),
  option("--as-timed", "Compare times as they are, not divided by the control cell"),
  option("--format <format>", "text (default) or md, for a pull request", FORMATS),
  runsDirOption,
  jsonOption,
];
type CheckGiven = Given<typeof options>;

export const check = command({
  name: "check",
  args: "[run]",
  summary:
    "Compare a run with another one, or its two versions, for CI: exit code 3 where something is shown to be slower",
  options,
  examples: [
    "run workers --blocks 20 --control 100%",
    "check",
    "check --against previous --floor 5%",
    "check latest --against baseline --fail-on changed --format md",
    "check --fail-on slower,undecided --json",
    "run --module before=./a.mjs,after=./b.mjs --twin --blocks 20",
  ],
  async run(given, io) {
    const outcomes = failOnOf(given);
    const format = formatOf(given);
    const floorPercent = await floorOf(given);
    const versions = await versionsOf(given, floorPercent, io);
    if (versions !== null) {
      if (given.options["as-timed"]) throw notDivided(versions.run);
      return checkedVersions(versions, { outcomes, format });
    }
    const { checked, as, notes } = await checkNamed(given, floorPercent, io);
    const failing = checked.comparison.cells.filter(({ outcome }) => outcomes.includes(outcome));
    const shown = { check: checked, as, failing, notes };
    return {
      json: checkJson(shown),
      text: async (columns) =>
        format === "md"
          ? (await import("../print/check-markdown.js")).checkMarkdown(shown)
          : (await import("../print/check-words.js")).checkText(shown, columns),
      exitCode: failing.length > 0 ? FAILED : 0,
    };
  },
});

/** The run where it holds two versions and nothing else was named to hold it against; else `null`. */
async function versionsOf(given: CheckGiven, floorPercent: number | undefined, io: Io) {
  if (given.options.against !== undefined) return null;
  const [facts, { findLine }, { openFolder }, { versionsExperiments }, { analyseLineage }] = await Promise.all([
    import("../../record/folder/run-facts.js"),
    import("../options/named-run.js"),
    import("../options/run-folder.js"),
    import("../../analysis/versions/check-versions.js"),
    import("../../analysis/analyse-pooled.js"),
  ]);
  const { stored, line } = await findLine(given.positionals[0] ?? "latest", { folder: openFolder(given, io), io });
  if (stored.run.experiments.every(({ versions }) => versions === undefined)) return null;
  if (facts.hasFailed(stored.run)) throw failedRun(stored.run);
  // The floor that was asked for is one that the machine is held to.
  const held = (run: Run): Run => {
    const floor = Math.max(floorPercent ?? 0, run.machine.floorPercent ?? 0);
    return floor === 0 ? run : { ...run, machine: { ...run.machine, floorPercent: floor } };
  };
  const analysed = analyseLineage({ ...line, runs: line.runs.map(held) }, { isWhole: true });
  if (!facts.hasTrials(analysed.run)) throw new UserError(`${stored.run.id} has no trials to check: record it again`);
  return versionsExperiments(analysed.analysis).length === 0 ? null : analysed;
}

/** The result of two versions that one sitting recorded. */
async function checkedVersions({ run, analysis }: LineageAnalysis, asked: { outcomes: Outcome[]; format: string }) {
  const { checkVersions, versionsExperiments, withoutVersions } = await import(
    "../../analysis/versions/check-versions.js"
  );
  const experiments = versionsExperiments(analysis);
  const checked = experiments.flatMap(checkVersions);
  const failing = checked.filter(({ outcome }) => asked.outcomes.includes(outcome));
  const shown = { run, analysis, experiments, failing };
  const programs = Object.fromEntries(run.experiments.map(({ id, programs }) => [id, programs ?? {}]));
  return {
    json: {
      run: { id: run.id, study: run.study, machine: run.machine.name },
      failed: failing.length > 0,
      failing: failing.map(({ experiment, scope, label, outcome }) => ({ experiment, scope, label, outcome })),
      disturbed: analysis.starved,
      unchecked: withoutVersions(analysis),
      experiments: experiments.map(({ id, versions }) => ({ id, programs: programs[id], ...versions })),
    },
    text: async (columns: number) => {
      const { versionsMarkdown, versionsText } = await import("../print/check-versions.js");
      return asked.format === "md" ? versionsMarkdown(shown) : versionsText(shown, columns);
    },
    exitCode: failing.length > 0 ? FAILED : 0,
  };
}

async function checkNamed(given: CheckGiven, floorPercent: number | undefined, io: Io) {
  const [
    { hasFailed },
    { findLine, poolingNotes },
    { openFolder },
    { referenceFor },
    { comparedRuns },
    { checkRun, whyUncheckable },
  ] = await Promise.all([
    import("../../record/folder/run-facts.js"),
    import("../options/named-run.js"),
    import("../options/run-folder.js"),
    import("../options/reference-run.js"),
    import("../../analysis/two-runs/pooled-sides.js"),
    import("../../analysis/two-runs/check.js"),
  ]);
  const folder = openFolder(given, io);
  const named = await findLine(given.positionals[0] ?? "latest", { folder, io });
  const { run } = named.stored;
  const { id, as } = await referenceFor(run, { folder, against: given.options.against }, io);
  const reference = await findLine(id, { folder, io });
  const failed = [run, reference.stored.run].find(hasFailed);
  if (failed) throw failedRun(failed);
  const runs = comparedRuns(reference.line, named.line);
  const why = whyUncheckable(runs.a, runs.b);
  if (why !== null) throw new UserError(`${run.id} cannot be compared with ${reference.stored.run.id}: ${why}`);
  const floor = floorPercent === undefined ? {} : { floorPercent };
  const checked = checkRun(runs.a, runs.b, { byControl: !given.options["as-timed"], ...floor });
  return { checked, as, notes: poolingNotes(runs, [reference.line, named.line]) };
}

function notDivided({ id }: Run): UserError {
  return new UserError(
    `--as-timed is for a run that is held against another: the versions in ${id} were measured in turn, and no control cell divides them; leave it out, or give --against previous`,
  );
}

function failedRun({ id }: Run): UserError {
  return new UserError(`${id} failed, and has no times to check: scalebook show ${id} says why`);
}

function checkJson({ check: { comparison, counts, disturbed }, as, failing, notes }: ShownCheck) {
  return {
    reference: { ...comparison.a, as },
    run: comparison.b,
    failed: failing.length > 0,
    failing: failing.map(({ experiment, key, outcome }) => ({ experiment, key, outcome })),
    counts,
    disturbed,
    ...comparison,
    ...(notes.length > 0 && { pooling: notes }),
  };
}

function failOnOf(given: CheckGiven): Outcome[] {
  const named = (given.options["fail-on"] ?? "slower").split(",").map((name) => name.trim());
  return named.flatMap((name) => {
    const outcomes = FAIL_ON[name];
    if (outcomes !== undefined) return outcomes;
    throw new UserError(`--fail-on has "${name}": give ${Object.keys(FAIL_ON).join(", ")}, or several with commas`);
  });
}

function formatOf({ options: { format, json } }: CheckGiven): string {
  if (format === undefined) return "text";
  if (!FORMATS.includes(format)) throw new UserError(`--format is "${format}": give ${FORMATS.join(" or ")}`);
  if (json) throw new UserError("--json and --format were both given: one of them");
  return format;
}

async function floorOf({ options: { floor } }: CheckGiven): Promise<number | undefined> {
  if (floor === undefined) return undefined;
  const { parsePercent } = await import("../../study/levels.js");
  return parsePercent(floor, "--floor");
}
