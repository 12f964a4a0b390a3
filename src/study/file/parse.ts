import type { z } from "zod";
import { declaredFactors, namesOf } from "../../record/schema/factors.js";
import { UserError } from "../../user-error.js";
import { COMMAND, checkPlaceholders, splitCommand } from "../command-line.js";
import { type AskedExtent, parseExtent } from "../extent.js";
import { parseDuration } from "../levels.js";
import { type Catalogue, type ExperimentDefinition, type Matrix, matrix, type Study } from "../study.js";
import { withoutUndefined } from "../without-undefined.js";
import { type FileExperiment, type StudyFile, studyFileSchema } from "./file-schema.js";

const LONGEST_VALUE = 100;

/** The study of a file, with its extent and timeout where the file has them. */
export interface LoadedStudy {
  study: Study;
  extent?: AskedExtent;
  timeoutMs?: number;
  /** What its author expects. Not part of the study, whose hash it leaves alone: it changes nothing that is measured. */
  hypothesis?: string;
}

/**
 * Checks a study from outside; levels that are left out get their usual values. Throws a UserError that starts with
 * `path` and names the place in the file, the value and what to do.
 */
export function parseStudy(value: unknown, path: string, catalogue: Catalogue): LoadedStudy {
  const parsed = studyFileSchema(catalogue).safeParse(value);
  if (!parsed.success) throw new UserError(`${path}: ${explainIssue(parsed.error, value)}`);
  const { id, experiments, timeout, hypothesis } = parsed.data;
  checkFile(parsed.data, path);
  const extent = parseExtent(parsed.data, (option) => (option === "blocks" ? `${path}: blocks` : option));
  return {
    study: { id, experiments: experiments.map((experiment) => definitionOf(experiment, catalogue)) },
    ...(Object.keys(extent).length === 0 ? {} : { extent }),
    ...(hypothesis === undefined ? {} : { hypothesis }),
    ...(timeout === undefined ? {} : { timeoutMs: parseDuration(timeout, "timeout") }),
  };
}

function checkFile({ experiments }: StudyFile, path: string): void {
  const ids = experiments.map((experiment) => experiment.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new UserError(`${path}: two experiments are called ${twice}: give each its own id`);
  for (const [index, experiment] of experiments.entries())
    checkExperiment(experiment, `${path}: experiments[${index}]`);
}

/** Checks that join several places of an experiment. */
function checkExperiment(experiment: FileExperiment, place: string): void {
  const { module, command, shell, bound, hooks = {}, exclude = [] } = experiment;
  const own = module !== undefined || command !== undefined;
  if (module !== undefined && command !== undefined) {
    throw new UserError(`${place} has a module and a command: give each an experiment of its own`);
  }
  if (bound !== undefined && !own) throw new UserError(`${place}.bound is for a module or a command of yours`);
  for (const [index, levels] of experiment.matrix.entries()) {
    const at = `${place}.matrix[${index}]`;
    refuseOrAsk("workload", levels.workload, own, `${at}.workload`, "the work is the module or command");
    refuseOrAsk("strategy", levels.strategy, command !== undefined, `${at}.strategy`, "a command is its own strategy");
    if (command !== undefined && levels.n?.some((size) => typeof size !== "number")) {
      throw new UserError(`${at}.n has a taskMs: the sizes of a command are numbers`);
    }
  }
  checkNamedFactors(experiment, place);
  const empty = exclude.findIndex((levels) => Object.values(levels).every((listed) => listed === undefined));
  if (empty >= 0) throw new UserError(`${place}.exclude[${empty}] names no factor: name at least one`);
  for (const [name, line] of Object.entries({ command, ...hooks })) {
    if (line === undefined) continue;
    const at = `${place}.${name === "command" ? "" : "hooks."}${name}`;
    checkPlaceholders(line, at);
    if (!shell) splitCommand(line, at);
  }
}

const numberFactors = namesOf("workers", "work").filter((name) => declaredFactors[name].levels !== "id");

/** Throws a UserError where a command names a factor without levels. */
function checkNamedFactors({ command = "", matrix: matrices }: FileExperiment, place: string): void {
  for (const factor of numberFactors) {
    const without = matrices.findIndex((levels) => levels[factor] === undefined);
    if (without < 0 || !command.includes(`{${factor}}`)) continue;
    throw new UserError(
      `${place}.command has {${factor}}, but matrix[${without}] has no levels for it: give ${factor}`,
    );
  }
}

function refuseOrAsk(name: string, given: unknown, refuse: boolean, place: string, why: string): void {
  if (refuse && given !== undefined) throw new UserError(`${place} cannot be given: ${why}`);
  if (!refuse && given === undefined) throw new UserError(`${place} is missing: see scalebook ${listOf(name)}`);
}

function listOf(factor: string): string {
  return factor === "strategy" ? "strategies" : "workloads";
}

function definitionOf({ matrix: matrices, exclude, ...rest }: FileExperiment, catalogue: Catalogue) {
  const own = rest.command === undefined ? {} : { workload: [COMMAND], strategy: [COMMAND] };
  return withoutUndefined({
    ...rest,
    exclude: exclude?.map(withoutUndefined),
    matrix: matrices.map((given) => {
      const workload = given.workload ?? [];
      const n = given.n ?? (workload.length === 0 ? [1] : workload.map((id) => catalogue.workloads[id]?.defaultN ?? 1));
      return matrix({
        ...withoutUndefined(given),
        workload,
        strategy: given.strategy ?? [],
        n,
        ...own,
      } as MatrixLevels);
    }),
  }) as ExperimentDefinition;
}

type MatrixLevels = Partial<Matrix> & Pick<Matrix, "workload" | "strategy" | "n">;

/** The first fault of a study file: its place, the value there and what to do. */
function explainIssue(error: z.ZodError, value: unknown): string {
  const issue = error.issues[0];
  if (issue === undefined) return "it is not a study";
  const { place, at } = locate(value, issue.path);
  if (issue.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    return `${join(place, key)} is not known here: scalebook init writes a file with every setting`;
  }
  return `${place || "the file"} ${at === undefined ? "is missing" : `is ${shown(at)}`}: ${issue.message}`;
}

/** The place and value of a path in the file as written, where a single level may stand for a list. */
function locate(value: unknown, path: readonly PropertyKey[]): { place: string; at: unknown } {
  let place = "";
  let at = value;
  for (const step of path) {
    if (typeof step === "number" && !Array.isArray(at)) continue;
    place = join(place, step);
    at = (at as Record<PropertyKey, unknown> | null | undefined)?.[step];
  }
  return { place, at };
}

function join(place: string, step: PropertyKey): string {
  if (typeof step === "number") return `${place}[${step}]`;
  return place === "" ? String(step) : `${place}.${String(step)}`;
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > LONGEST_VALUE ? `${json.slice(0, LONGEST_VALUE)}...` : json;
}
