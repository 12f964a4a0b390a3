import type { AskedRecording } from "../../app/record-request.js";
import { redisUrl } from "../../app/redis-url.js";
import { type AskedCommits, commitsIn, parseRange } from "../../app/work-trees/asked-commits.js";
import { nearest } from "../../record/schema/did-you-mean.js";
import { declaredFactors, type VariantFactor, variantFactors } from "../../record/schema/factors.js";
import { runtimeIds } from "../../runner/hosts/index.js";
import type { Interpreter } from "../../runner/hosts/interpreters.js";
import { type AskedExtent, parseExtent } from "../../study/extent.js";
import { parseBytes, parseCounts, parseDuration, parseNumbers, parseShare, parseSizes } from "../../study/levels.js";
import { newSeed } from "../../study/schedule.js";
import type { Overrides } from "../../study/study.js";
import { withoutUndefined } from "../../study/without-undefined.js";
import { UserError } from "../../user-error.js";
import { wholeNumber } from "../arguments.js";
import { runsDirOf } from "../command.js";
import { commandLine } from "./recorded-command.js";
import { OWN_SOURCES, type RecordingGiven, type RecordingValues } from "./recording-flags.js";
import { refuseStray } from "./stray-options.js";
import { studyFromOptions } from "./study-from-options.js";

const BUDGET_FOR_ALL_MS = 600_000;
const LONGEST_HYPOTHESIS = 2_000;
const LONGEST_TASK_MS = 60_000;
const START_METHODS = ["fork", "spawn", "forkserver"];

/** A recording as the command line asks for it. */
export interface AskedByOptions {
  asked: AskedRecording;
  /** The arguments; of an extended run with the study of its parent, of a resumed one as it was asked for. */
  given: RecordingGiven;
  /** Two commits that are to be checked out as the versions. */
  commits?: AskedCommits;
  /** Notes for the user. */
  notes: readonly string[];
}

/** Reads the options of a recording. Throws UserErrors that name the option, its value and a remedy. */
export async function askedRecording(now: RecordingGiven): Promise<AskedByOptions> {
  const { extend, resume } = now.options;
  const resumption = resume === undefined ? null : await (await import("./resumed-run.js")).resumptionOf(now, resume);
  const isExtended = extend !== undefined && resumption === null;
  const extension = isExtended ? await (await import("./extended-run.js")).extensionOf(now, extend) : null;
  const given = (resumption ?? extension)?.given ?? now;
  const then = resumption?.interrupted.run;
  const { options } = given;
  refuseStray(options);
  const [label, machineName] = [shortText(options, "label"), shortText(options, "machine")];
  const nodes = await nodesOf(options);
  const interpreters = await interpretersOf(options);
  const overrides = { ...(await overridesOf(options)), ...moreOf(options, nodes, interpreters) };
  const { folder, ...loaded } = await studyFromOptions(given, overrides);
  const { control, compress, all, hypothesis } = options;
  const before = then ?? extension?.parent;
  const seed = before?.seed ?? seedOf(options);
  const asked = withoutUndefined({
    loaded,
    overrides,
    extent: extentOf(options),
    timeoutMs: durationOf(options, "timeout"),
    usualBudgetMs: all ? BUDGET_FOR_ALL_MS : undefined,
    seed,
    controlShare: control === undefined ? undefined : parseShare(control, "--control"),
    folder,
    nodes,
    interpreters,
    redis: redisUrl(options.redis, process.env),
    runsDir: runsDirOf(given),
    compress,
    label: then ? then.label : label,
    hypothesis: then ? then.hypothesis : (hypothesisOf(hypothesis) ?? loaded.hypothesis),
    machineName,
    line: (resumption ?? extension)?.line,
    interrupted: resumption?.interrupted,
    command: then?.command ?? commandLine(given, seed, extension?.parent.id),
  });
  const { git, build } = options;
  const range = git === undefined ? undefined : parseRange(git);
  const hashes = range && before ? commitsIn(before, range) : undefined;
  const commits = range && withoutUndefined({ ...range, build, hashes });
  return { asked, given, ...(commits && { commits }), notes: (resumption ?? extension)?.notes ?? [] };
}

async function nodesOf({ node }: RecordingValues): Promise<ReadonlyMap<string, string> | undefined> {
  if (node === undefined) return undefined;
  const { nodeBinaries } = await import("../../runner/processes/node-binaries.js");
  return nodeBinaries(node.split(",").map((path) => path.trim()));
}

async function interpretersOf({ interpreter }: RecordingValues): Promise<Interpreter[] | undefined> {
  if (interpreter === undefined) return undefined;
  const { findInterpreters } = await import("../../runner/hosts/interpreters.js");
  return findInterpreters(
    "python",
    interpreter.split(",").map((path) => path.trim()),
  );
}

/** Levels of the factors of a host: its processors, its runtime, the programs that run it, its heap. */
function moreOf(
  options: RecordingValues,
  nodes: AskedByOptions["asked"]["nodes"] | undefined,
  interpreters: readonly Interpreter[] | undefined,
): Pick<Overrides, "more"> {
  const { "cpu-quota": quota } = options;
  const heaps = options.heap?.split(",").map((text) => Math.round(parseBytes(text, "--heap") / 2 ** 20));
  const runtime = levelsOf(options.runtime, "--runtime", runtimeIds);
  const isBuiltIn = OWN_SOURCES.every((name) => options[name] === undefined);
  const implied = interpreters !== undefined && isBuiltIn ? ["python"] : undefined;
  const more = withoutUndefined({
    cores: options.cores === undefined ? undefined : parseCounts(options.cores, "--cores"),
    "cpu-quota": quota === undefined ? undefined : parseNumbers(quota, "--cpu-quota"),
    runtime: runtime ?? implied,
    interpreter: interpreters?.map(({ version }) => version),
    "start-method": levelsOf(options["start-method"], "--start-method", START_METHODS),
    node: nodes && [...nodes.keys()],
    heap: heaps && [...new Set(heaps)],
  });
  return Object.keys(more).length === 0 ? {} : { more };
}

async function overridesOf(options: RecordingValues): Promise<Overrides> {
  const { workers, tasks, sizes } = options;
  const taskMs = durationOf(options, "task-time");
  const overrides = {
    workers: workers === undefined ? undefined : parseCounts(workers, "--workers"),
    tasks: tasks === undefined ? undefined : parseCounts(tasks, "--tasks"),
    sizes: sizes === undefined ? undefined : parseSizes(sizes, "--sizes"),
    taskMs,
    strategies: await strategiesOf(options),
    ...variantsOf(options),
  };
  if (sizes !== undefined && taskMs !== undefined) {
    throw new UserError("--sizes and --task-time were both given: one of them says how large a task is");
  }
  if (taskMs !== undefined && taskMs > LONGEST_TASK_MS) throw new UserError("--task-time is more than 60s");
  return withoutUndefined(overrides);
}

function variantsOf(options: RecordingValues): Pick<Overrides, VariantFactor> {
  const levels = variantFactors.map(
    (name) => [name, levelsOf(options[name], `--${name}`, declaredFactors[name].levels)] as const,
  );
  return Object.fromEntries(levels.filter(([, named]) => named !== undefined));
}

async function strategiesOf({ strategies }: RecordingValues): Promise<string[] | undefined> {
  if (strategies === undefined) return undefined;
  const { strategyIds } = await import("../../strategies/index.js");
  return levelsOf(strategies, "--strategies", strategyIds);
}

/** Levels that are words. */
function levelsOf<Level extends string>(
  text: string | undefined,
  option: string,
  known: readonly Level[],
): Level[] | undefined {
  if (text === undefined) return undefined;
  const names = [...new Set(text.split(",").map((name) => name.trim()))];
  return names.map((name) => {
    const level = known.find((candidate) => candidate === name);
    if (level === undefined) throw new UserError(`${option} has "${name}": ${nearest(name, known)}`);
    return level;
  });
}

function extentOf({ blocks: text, budget, precision }: RecordingValues): AskedExtent {
  const blocks = text === undefined ? undefined : wholeNumber(text, "--blocks", 1, 10_000);
  return parseExtent({ blocks, budget, precision }, (option) => `--${option}`);
}

/** The seed that was given, or a new one. */
export function seedOf({ seed }: Pick<RecordingValues, "seed">): number {
  return seed === undefined ? newSeed() : wholeNumber(seed, "--seed", 0, 2 ** 32 - 1);
}

function durationOf(options: RecordingValues, name: "task-time" | "timeout"): number | undefined {
  const text = options[name];
  return text === undefined ? undefined : parseDuration(text, `--${name}`);
}

function hypothesisOf(text: string | undefined): string | undefined {
  if (text !== undefined && (text.trim() === "" || text.length > LONGEST_HYPOTHESIS)) {
    throw new UserError(
      `--hypothesis has ${text.length} characters: give 1 to ${LONGEST_HYPOTHESIS} that say what you expect`,
    );
  }
  return text;
}

function shortText(options: RecordingValues, name: "label" | "machine"): string | undefined {
  const text = options[name];
  if (text !== undefined && text.length > 200)
    throw new UserError(`--${name} has ${text.length} characters: at most 200`);
  return text;
}
