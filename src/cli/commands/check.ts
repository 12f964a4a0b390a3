import type { Outcome } from "../../analysis/two-runs/check.js";
import { UserError } from "../../user-error.js";
import { type Command, type Given, type Io, jsonOption, runsDirOf, runsDirOption } from "../command.js";
import type { ShownCheck } from "../print/check-words.js";

/** Exit code where a cell is what `--fail-on` names. */
const FAILED = 3;

/** What each level of `--fail-on` names; a cell that was timed and only fails now is always among it. */
const FAIL_ON: Readonly<Record<string, readonly Outcome[]>> = {
  slower: ["fails", "slower"],
  changed: ["fails", "slower", "faster"],
  undecided: ["fails", "undecided"],
};
const FORMATS = ["text", "md"];

export const check: Command = {
  name: "check",
  args: "[run]",
  summary: "Hold a run against another one, for CI: exit code 3 where a cell is verified to be slower",
  options: [
    {
      flag: "--against <run>",
      description: "previous, baseline or a run (default: the baseline of the study where there is one, else previous)",
    },
    {
      flag: "--fail-on <what>",
      description: `Exit with ${FAILED} for slower (default), changed, undecided (not enough evidence), or several: slower,undecided`,
    },
    {
      flag: "--floor <percent>",
      description: "Smallest change that counts, such as 5% (default: this machine's floor)",
    },
    { flag: "--as-timed", description: "Compare times as they are, not divided by the control cell" },
    { flag: "--format <format>", description: "text (default) or md, for a pull request" },
    runsDirOption,
    jsonOption,
  ],
  examples: [
    "run workers --blocks 20 --control 100%",
    "check",
    "check --against previous --floor 5%",
    "check latest --against baseline --fail-on changed --format md",
    "check --fail-on slower,undecided --json",
  ],
  async run(given, io) {
    const outcomes = failOnOf(given);
    const format = formatOf(given);
    const floorPercent = await floorOf(given);
    const { checked, as, notes } = await checkNamed(given, floorPercent, io);
    const failing = checked.comparison.cells.filter(({ outcome }) => outcomes.includes(outcome));
    const shown = { check: checked, as, failing, notes };
    if (given.has("json")) await printJson(shown, io);
    else if (format === "md") io.out((await import("../print/check-markdown.js")).checkMarkdown(shown));
    else await (await import("../print/check-text.js")).printCheck(shown, io);
    return failing.length > 0 ? FAILED : 0;
  },
};

async function checkNamed(given: Given, floorPercent: number | undefined, io: Io) {
  const [{ findLine, poolingNotes }, { referenceFor }, { comparedRuns }, { checkRun, whyUncheckable }] =
    await Promise.all([
      import("../options/named-run.js"),
      import("../options/reference-run.js"),
      import("../../analysis/two-runs/pooled-sides.js"),
      import("../../analysis/two-runs/check.js"),
    ]);
  const dir = runsDirOf(given);
  const named = await findLine(dir, given.positionals[0] ?? "latest");
  const { run } = named.stored;
  const { id, as } = await referenceFor(run, { dir, against: given.text("against") }, io);
  const reference = await findLine(dir, id);
  const runs = comparedRuns(reference.line, named.line);
  const why = whyUncheckable(runs.a, runs.b);
  if (why !== null) throw new UserError(`${run.id} cannot be held against ${reference.stored.run.id}: ${why}`);
  const floor = floorPercent === undefined ? {} : { floorPercent };
  const checked = checkRun(runs.a, runs.b, { byControl: !given.has("as-timed"), ...floor });
  return { checked, as, notes: poolingNotes(runs, [reference.line, named.line]) };
}

async function printJson({ check: { comparison, counts }, as, failing, notes }: ShownCheck, io: Io): Promise<void> {
  const json = {
    reference: { ...comparison.a, as },
    run: comparison.b,
    failed: failing.length > 0,
    failing: failing.map(({ experiment, key, outcome }) => ({ experiment, key, outcome })),
    counts,
    ...comparison,
    ...(notes.length > 0 && { pooling: notes }),
  };
  io.out(`${JSON.stringify(json)}\n`);
}

function failOnOf(given: Given): Outcome[] {
  const named = (given.text("fail-on") ?? "slower").split(",").map((name) => name.trim());
  return named.flatMap((name) => {
    const outcomes = FAIL_ON[name];
    if (outcomes !== undefined) return outcomes;
    throw new UserError(`--fail-on has "${name}": give ${Object.keys(FAIL_ON).join(", ")}, or several with commas`);
  });
}

function formatOf(given: Given): string {
  const format = given.text("format") ?? "text";
  if (!FORMATS.includes(format)) throw new UserError(`--format is "${format}": give ${FORMATS.join(" or ")}`);
  if (given.has("json") && given.has("format")) throw new UserError("--json and --format were both given: one of them");
  return format;
}

async function floorOf(given: Given): Promise<number | undefined> {
  const text = given.text("floor");
  if (text === undefined) return undefined;
  const { parsePercent } = await import("../../study/levels.js");
  return parsePercent(text, "--floor");
}
