import { defaultStudy, wholeStudy } from "../experiments/index.js";
import { parseCounts, parseDuration, parseSizes } from "../study/levels.js";
import { loadStudy } from "../study/load.js";
import type { Catalogue, Overrides, Study } from "../study/study.js";
import { UserError } from "../user-error.js";
import type { Given } from "./command.js";
import { nearest } from "./nearest.js";

const USUAL_BUDGET_MS = 90_000;
const BUDGET_FOR_ALL_MS = 600_000;
const USUAL_TIMEOUT_MS = 60_000;

/** What the options of a recording ask for. */
export interface RecordingOptions {
  study: Study;
  overrides: Overrides;
  extent: { blocks: number } | { budgetMs: number };
  seed: number;
  timeoutMs: number;
  label?: string;
  machineName?: string;
}

/** Checks the options of a recording. Throws UserErrors that name the option, the value and what to do. */
export async function recordingOptionsOf(given: Given, catalogue: Catalogue): Promise<RecordingOptions> {
  const label = shortText(given, "label");
  const machineName = shortText(given, "machine");
  return {
    study: await studyOf(given, catalogue),
    overrides: overridesOf(given, catalogue),
    extent: extentOf(given),
    seed: seedOf(given),
    timeoutMs: durationOf(given, "timeout") ?? USUAL_TIMEOUT_MS,
    ...(label === undefined ? {} : { label }),
    ...(machineName === undefined ? {} : { machineName }),
  };
}

async function studyOf(given: Given, catalogue: Catalogue): Promise<Study> {
  const file = given.text("study");
  if (given.has("all")) return allOf(given, file);
  if (file !== undefined) return named(await loadStudy(file, catalogue), given.positionals, file);
  if (given.positionals.length === 0) return defaultStudy;
  const study = named(wholeStudy, given.positionals, "the built-in experiments");
  // A part of the default study is of its series: sizes found for it are found again.
  const isDefault = study.experiments.every((experiment) => defaultStudy.experiments.includes(experiment));
  return isDefault ? { ...study, id: defaultStudy.id } : study;
}

function allOf({ positionals }: Given, file: string | undefined): Study {
  const [other] = file === undefined ? positionals : ["--study"];
  if (other !== undefined) throw new UserError(`--all and ${other} were both given: --all stands for every experiment`);
  return wholeStudy;
}

/** The study with those of its experiments that are named; with all of them where none is. */
function named(study: Study, ids: readonly string[], where: string): Study {
  if (ids.length === 0) return study;
  const experiments = [...new Set(ids)].map((id) => {
    const found = study.experiments.find((experiment) => experiment.id === id);
    if (found !== undefined) return found;
    const known = study.experiments.map((experiment) => experiment.id);
    throw new UserError(`there is no experiment "${id}" in ${where}: ${nearest(id, known)}`);
  });
  return { ...study, experiments };
}

function overridesOf(given: Given, catalogue: Catalogue): Overrides {
  const workers = given.text("workers");
  const tasks = given.text("tasks");
  const sizes = given.text("sizes");
  const strategies = given.text("strategies");
  return {
    ...(workers === undefined ? {} : { workers: parseCounts(workers, "--workers") }),
    ...(tasks === undefined ? {} : { tasks: parseCounts(tasks, "--tasks") }),
    ...(sizes === undefined ? {} : { sizes: parseSizes(sizes, "--sizes") }),
    ...(strategies === undefined ? {} : { strategies: strategiesOf(strategies, Object.keys(catalogue.strategies)) }),
  };
}

function strategiesOf(text: string, known: string[]): string[] {
  const ids = [...new Set(text.split(",").map((id) => id.trim()))];
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new UserError(`--strategies has "${unknown}": ${nearest(unknown, known)}`);
  return ids;
}

function extentOf(given: Given): RecordingOptions["extent"] {
  const blocks = given.text("blocks");
  const usualMs = given.has("all") ? BUDGET_FOR_ALL_MS : USUAL_BUDGET_MS;
  if (blocks === undefined) return { budgetMs: durationOf(given, "budget") ?? usualMs };
  if (given.has("budget")) throw new UserError("--blocks and --budget were both given: one of them sets the extent");
  return { blocks: wholeNumber(blocks, "--blocks", 1, 10_000) };
}

function seedOf(given: Given): number {
  const text = given.text("seed");
  if (text === undefined) return Math.floor(Math.random() * 2 ** 32);
  return wholeNumber(text, "--seed", 0, 2 ** 32 - 1);
}

function wholeNumber(text: string, option: string, low: number, high: number): number {
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
