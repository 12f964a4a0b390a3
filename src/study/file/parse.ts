import { nearest } from "../../record/schema/did-you-mean.js";
import { declaredFactors, namesOf } from "../../record/schema/factors.js";
import { UserError } from "../../user-error.js";
import { COMMAND, checkPlaceholders, checkVariant, commandLines, isCommand, splitCommand } from "../command-line.js";
import { type AskedExtent, parseExtent } from "../extent.js";
import { withUnits } from "../figures.js";
import { parseDuration } from "../levels.js";
import { type Catalogue, type ExperimentDefinition, type Matrix, matrix, type Study } from "../study.js";
import { namedVersions, whyNotSideBySide, withVersions } from "../versions.js";
import { withoutUndefined } from "../without-undefined.js";
import { faultsError, schemaFaults } from "./faults.js";
import { type FileExperiment, type StudyFile, studyFileSchema, studyJsonSchema } from "./file-schema.js";

/** Fields that set the extent. */
const EXTENT = { blocks: true, budget: true, precision: true } as const;

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
 * `path` and names every fault: its place in the file, the value and what to do.
 */
export function parseStudy(value: unknown, path: string, catalogue: Catalogue): LoadedStudy {
  const schema = studyFileSchema(catalogue);
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const { element } = schema.shape.experiments;
    const readable = listOf(value).map((one) => element.safeParse(one).data);
    const faults = schemaFaults(parsed.error, value, studyJsonSchema(catalogue));
    const { data: extent } = schema.pick(EXTENT).strip().safeParse(value);
    const clash = extent === undefined ? [] : refusal(() => extentOf(extent));
    throw faultsError(path, [...faults, ...faultsOf(readable, catalogue), ...clash]);
  }
  const { id, experiments, timeout, hypothesis } = parsed.data;
  const faults = [...faultsOf(experiments, catalogue), ...refusal(() => extentOf(parsed.data))];
  if (faults.length > 0) throw faultsError(path, faults);
  const extent = extentOf(parsed.data);
  return {
    study: { id, experiments: experiments.map((experiment) => definitionOf(experiment, catalogue)) },
    ...(Object.keys(extent).length === 0 ? {} : { extent }),
    ...(hypothesis === undefined ? {} : { hypothesis }),
    ...(timeout === undefined ? {} : { timeoutMs: parseDuration(timeout, "timeout") }),
  };
}

function listOf(value: unknown): unknown[] {
  const { experiments } = (value ?? {}) as { experiments?: unknown };
  return Array.isArray(experiments) ? experiments : [];
}

function extentOf(file: Pick<StudyFile, keyof typeof EXTENT>): AskedExtent {
  return parseExtent(file, (option) => option);
}

/** The message of a mistake that a check throws. */
function refusal(check: () => unknown): string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof UserError) return [error.message];
    throw error;
  }
}

/** What is wrong between places of a file whose fields are right by themselves; undefined: an experiment that is not. */
function faultsOf(experiments: readonly (FileExperiment | undefined)[], catalogue: Catalogue): string[] {
  const ids = experiments.flatMap((experiment) => experiment?.id ?? []);
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return [
    ...[...twice].map((id) => `two experiments are called ${id}: give each its own id`),
    ...experiments.flatMap((one, index) =>
      one === undefined ? [] : [...experimentFaults(one, `experiments[${index}]`, catalogue)],
    ),
  ];
}

function* experimentFaults(experiment: FileExperiment, place: string, { strategies }: Catalogue): Generator<string> {
  const { bound, variants = {}, figures, twin = false, sideBySide = false } = experiment;
  const works = worksOf(experiment);
  const own = works.length > 0;
  if (works.length > 1) yield `${place} has ${works[0]} and ${works[1]}: give each an experiment of its own`;
  const versions = namedVersions(experiment, twin || sideBySide);
  if (twin && versions === null) yield `${place}.twin is for two versions: give modules, or two variants`;
  const asked = { ...(versions && { versions: { ...versions, ...(twin && { twin: "" }) } }) };
  const why = sideBySide ? whyNotSideBySide({ ...asked, ...(experiment.hooks && { hooks: experiment.hooks }) }) : null;
  if (why !== null) yield `${place}.sideBySide ${why}`;
  if (bound !== undefined && !own) yield `${place}.bound is for a module or programs of yours`;
  if (figures !== undefined && !isCommand(experiment)) {
    yield `${place}.figures are for a command or variants: only a program prints one`;
  }
  yield* refusal(() => withUnits(figures ?? [], (index) => `${place}.figures[${index}]`));
  for (const [index, levels] of experiment.matrix.entries()) {
    const at = `${place}.matrix[${index}]`;
    if (versions !== null && levels.more?.version !== undefined) {
      yield `${at}.more.version cannot be given: the versions are ${versions.before} and ${versions.after}`;
    }
    yield* givenOrNot("workload", levels.workload, own, `${at}.workload`, "the work is the module or the programs");
    yield* givenOrNot(
      "strategy",
      levels.strategy,
      isCommand(experiment),
      `${at}.strategy`,
      "programs are their own strategies",
    );
    if (isCommand(experiment) && levels.n?.some((size) => typeof size !== "number")) {
      yield `${at}.n has a taskMs: the sizes of a command are numbers`;
    }
  }
  yield* unnamedFactors(experiment, place);
  const known = Object.keys(strategies);
  yield* exclusionFaults(experiment, place, experiment.variants === undefined ? known : Object.keys(variants));
  yield* lineFaults(experiment, place, known);
}

const WORKS = { module: "a module", modules: "modules", command: "a command", variants: "variants" } as const;

/** The kinds of own work that an experiment names, in words. */
function worksOf(experiment: FileExperiment): string[] {
  return namesIn(WORKS).flatMap((name) => (experiment[name] === undefined ? [] : [WORKS[name]]));
}

function namesIn<Name extends string>(record: Record<Name, unknown>): Name[] {
  return Object.keys(record) as Name[];
}

/** What is wrong in the names and the lines of programs and hooks. */
function* lineFaults(experiment: FileExperiment, place: string, strategies: readonly string[]): Generator<string> {
  const { shell, hooks = {}, variants = {} } = experiment;
  for (const [name, line] of Object.entries(variants)) {
    yield* refusal(() => checkVariant({ name, line }, `${place}.variants`, strategies));
  }
  const commands = commandLines(experiment).map(
    ([name, line]) => [name.replace("variant ", "variants."), line] as const,
  );
  const around = Object.entries(hooks).map(([name, line]) => [`hooks.${name}`, line] as const);
  for (const [name, line] of [...commands, ...around]) {
    if (line === undefined) continue;
    const at = `${place}.${name}`;
    yield* refusal(() => checkPlaceholders(line, at));
    if (!shell) yield* refusal(() => splitCommand(line, at));
  }
}

/** Exclusions that name no factor, or a strategy that the experiment cannot have. */
function* exclusionFaults(
  { exclude = [] }: FileExperiment,
  place: string,
  known: readonly string[],
): Generator<string> {
  for (const [index, levels] of exclude.entries()) {
    if (Object.values(levels).every((listed) => listed === undefined)) {
      yield `${place}.exclude[${index}] names no factor: name at least one`;
    }
    const stray = levels.strategy?.find((name) => !known.includes(name));
    if (stray === undefined) continue;
    yield `${place}.exclude[${index}].strategy is ${JSON.stringify(stray)}: ${nearest(stray, known)}`;
  }
}

const numberFactors = namesOf("workers", "work").filter((name) => declaredFactors[name].levels !== "id");

/** Factors that a command names and that have no levels. */
function* unnamedFactors(experiment: FileExperiment, place: string): Generator<string> {
  for (const factor of numberFactors) {
    const without = experiment.matrix.findIndex((levels) => levels[factor] === undefined);
    const [name] = commandLines(experiment).find(([, line]) => line.includes(`{${factor}}`)) ?? [];
    if (without < 0 || name === undefined) continue;
    yield `${place}.${name.replace("variant ", "variants.")} has {${factor}}, but matrix[${without}] has no levels for it: give ${factor}`;
  }
}

const LISTS = { strategy: "strategies", workload: "workloads" };

function* givenOrNot(
  name: keyof typeof LISTS,
  given: unknown,
  isRefused: boolean,
  place: string,
  why: string,
): Generator<string> {
  if (isRefused && given !== undefined) yield `${place} cannot be given: ${why}`;
  if (!isRefused && given === undefined) yield `${place} is missing: see scalebook ${LISTS[name]}`;
}

function definitionOf(
  { matrix: matrices, exclude, twin = false, sideBySide = false, ...rest }: FileExperiment,
  catalogue: Catalogue,
) {
  const versions = namedVersions(rest, twin || sideBySide);
  const strategy = rest.variants === undefined || versions !== null ? [COMMAND] : Object.keys(rest.variants);
  const own = isCommand(rest) ? { workload: [COMMAND], strategy } : {};
  const definition = withoutUndefined({
    ...rest,
    exclude: exclude?.map(withoutUndefined),
    figures: rest.figures && withUnits(rest.figures, (index) => `figures[${index}]`),
    matrix: matrices.map((given) => {
      const workload = given.workload ?? [];
      const n = given.n ?? usualSizes(workload, rest, catalogue);
      return matrix({
        ...withoutUndefined(given),
        workload,
        strategy: given.strategy ?? [],
        n,
        ...own,
      } as MatrixLevels);
    }),
  }) as ExperimentDefinition;
  if (versions === null) return definition;
  const compared = withVersions(definition, versions, twin);
  return sideBySide ? { ...compared, versions: { ...versions, sideBySide: true as const } } : compared;
}

/** Sizes where the file has none; of a module, which is asked for them, none. */
function usualSizes(
  workload: string[],
  { module, modules }: Pick<FileExperiment, "module" | "modules">,
  { workloads }: Catalogue,
): number[] {
  if (module !== undefined || modules !== undefined) return [];
  return workload.length === 0 ? [1] : workload.map((id) => workloads[id]?.defaultN ?? 1);
}

type MatrixLevels = Partial<Matrix> & Pick<Matrix, "workload" | "strategy" | "n">;
