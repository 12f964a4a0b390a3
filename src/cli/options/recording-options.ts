import { resolveOwnWork } from "../../app/resolve-own-work.js";
import { declaredFactors, type VariantFactor, variantFactors } from "../../record/schema/factors.js";
import { USUAL_BUDGET_MS, usualTimeoutMs } from "../../study/defaults.js";
import { type AskedExtent, checkExtent, chooseExtent, type Extent } from "../../study/extent.js";
import { parseBytes, parseCounts, parseDuration, parsePercent, parseShare, parseSizes } from "../../study/levels.js";
import type { Catalogue, Overrides, Study } from "../../study/study.js";
import { UserError } from "../../user-error.js";
import type { Given } from "../command.js";
import { nearest } from "../did-you-mean.js";
import { type AskedStudy, askedStudy } from "./study-from-options.js";

const BUDGET_FOR_ALL_MS = 600_000;
const LONGEST_TASK_MS = 60_000;

/** What the options of a recording ask for. */
export interface RecordingOptions {
  study: Study;
  catalogue: Catalogue;
  overrides: Overrides;
  extent: Extent;
  seed: number;
  timeoutMs: number;
  controlShare?: number;
  folder: string;
  nodes?: ReadonlyMap<string, string>;
  label?: string;
  machineName?: string;
}

/**
 * Checks the options of a recording, and asks the user's own modules and programs what they are. Throws UserErrors that
 * name the option, the value and what to do.
 */
export async function recordingOptionsOf(given: Given, stop: AbortSignal): Promise<RecordingOptions> {
  const [label, machineName] = [shortText(given, "label"), shortText(given, "machine")];
  const nodes = await nodesOf(given);
  const overrides = { ...(await overridesOf(given)), ...moreOf(given, nodes) };
  const asked = await askedStudy(given, overrides);
  const { folder } = asked;
  const common = {
    overrides,
    seed: seedOf(given),
    timeoutMs: timeoutOf(given, asked),
    ...controlOf(given),
    folder,
    ...(nodes && { nodes }),
  };
  return {
    ...common,
    ...(await resolveOwnWork(asked.study, { ...common, stop })),
    extent: extentOf(given, asked),
    ...(label === undefined ? {} : { label }),
    ...(machineName === undefined ? {} : { machineName }),
  };
}

async function nodesOf(given: Given): Promise<ReadonlyMap<string, string> | undefined> {
  const paths = given.text("node");
  if (paths === undefined) return undefined;
  const { nodeBinaries } = await import("../../runner/processes/node-binaries.js");
  return nodeBinaries(paths.split(",").map((path) => path.trim()));
}

/** Factors that say how hosts are launched. */
function moreOf(given: Given, nodes: ReadonlyMap<string, string> | undefined): Pick<Overrides, "more"> {
  const heaps = given
    .text("heap")
    ?.split(",")
    .map((text) => Math.round(parseBytes(text, "--heap") / 2 ** 20));
  if (nodes === undefined && heaps === undefined) return {};
  return { more: { ...(nodes && { node: [...nodes.keys()] }), ...(heaps && { heap: [...new Set(heaps)] }) } };
}

async function overridesOf(given: Given): Promise<Overrides> {
  const workers = given.text("workers");
  const tasks = given.text("tasks");
  const sizes = given.text("sizes");
  const taskMs = durationOf(given, "task-time");
  const variants = variantsOf(given);
  const strategies = await strategiesOf(given);
  if (sizes !== undefined && taskMs !== undefined) {
    throw new UserError("--sizes and --task-time were both given: one of them says how large a task is");
  }
  if (taskMs !== undefined && taskMs > LONGEST_TASK_MS) throw new UserError("--task-time is more than 60s");
  return {
    ...(workers === undefined ? {} : { workers: parseCounts(workers, "--workers") }),
    ...(tasks === undefined ? {} : { tasks: parseCounts(tasks, "--tasks") }),
    ...(sizes === undefined ? {} : { sizes: parseSizes(sizes, "--sizes") }),
    ...(taskMs === undefined ? {} : { taskMs }),
    ...(strategies === undefined ? {} : { strategies }),
    ...variants,
  };
}

function variantsOf(given: Given): Pick<Overrides, VariantFactor> {
  const levels = variantFactors.map((name) => [name, levelsOf(given, name, declaredFactors[name].levels)] as const);
  return Object.fromEntries(levels.filter(([, named]) => named !== undefined));
}

async function strategiesOf(given: Given): Promise<string[] | undefined> {
  if (!given.has("strategies")) return undefined;
  const { strategyIds } = await import("../../strategies/index.js");
  return levelsOf(given, "strategies", strategyIds);
}

/** Levels that have names. */
function levelsOf<Level extends string>(given: Given, option: string, known: readonly Level[]): Level[] | undefined {
  const text = given.text(option);
  if (text === undefined) return undefined;
  const names = [...new Set(text.split(",").map((name) => name.trim()))];
  return names.map((name) => {
    const level = known.find((candidate) => candidate === name);
    if (level === undefined) throw new UserError(`--${option} has "${name}": ${nearest(name, known)}`);
    return level;
  });
}

/** What the command line says of the extent goes before what the study file says. */
function extentOf(given: Given, { extent }: AskedStudy): RecordingOptions["extent"] {
  const blocks = given.text("blocks");
  const budgetMs = durationOf(given, "budget");
  const precision = given.text("precision");
  const asked: AskedExtent = {
    ...(blocks === undefined ? {} : { blocks: wholeNumber(blocks, "--blocks", 1, 10_000) }),
    ...(budgetMs === undefined ? {} : { budgetMs }),
    ...(precision === undefined ? {} : { precisionPercent: parsePercent(precision, "--precision") }),
  };
  checkExtent(asked, (option) => `--${option}`);
  return chooseExtent(asked, extent, given.has("all") ? BUDGET_FOR_ALL_MS : USUAL_BUDGET_MS);
}

function timeoutOf(given: Given, { study, timeoutMs }: AskedStudy): number {
  return durationOf(given, "timeout") ?? timeoutMs ?? usualTimeoutMs(study);
}

/** How much of the run the control cell may take. */
function controlOf(given: Given): { controlShare?: number } {
  const text = given.text("control");
  return text === undefined ? {} : { controlShare: parseShare(text, "--control") };
}

/** The seed that was given, or a new one. */
export function seedOf(given: Given): number {
  const text = given.text("seed");
  if (text === undefined) return Math.floor(Math.random() * 2 ** 32);
  return wholeNumber(text, "--seed", 0, 2 ** 32 - 1);
}

/** A whole number within limits. Throws a UserError that names the option. */
export function wholeNumber(text: string, option: string, low: number, high: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < low || value > high) {
    throw new UserError(`${option} is "${text}": give a whole number from ${low} to ${high}`);
  }
  return value;
}

function durationOf(given: Given, name: string): number | undefined {
  const text = given.text(name);
  return text === undefined ? undefined : parseDuration(text, `--${name}`);
}

function shortText(given: Given, name: string): string | undefined {
  const text = given.text(name);
  if (text !== undefined && text.length > 200)
    throw new UserError(`--${name} has ${text.length} characters: at most 200`);
  return text;
}
