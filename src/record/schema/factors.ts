/** A level of a factor that has no field of its own. */
export type Level = string | number | boolean;

/** Names, whole numbers from 1, sizes from 0, or one of these words. */
export type LevelKind = "id" | "count" | "size" | readonly string[];

/** Words of a level, which stands in for `#`; a pair is for one and for several; a record has the words by level. */
export type LevelWords = string | readonly [one: string, several: string] | Readonly<Record<string, string>>;

interface Declared {
  levels: LevelKind;
  /** Level in studies that name none. Without it, a variant is left out of the cells, and others must be named. */
  usual?: Level;
  /** Without them a level is its own words. */
  words?: LevelWords;
  /** Meaning of the field in a run file, also of the column in an export. */
  recorded: string;
  /** Meaning of the field in a study file. */
  studied: string;
}

/** A way in which only the strategies that list the factor can run the work. */
interface VariantDeclaration extends Declared {
  role: "variant";
  levels: readonly string[];
  /** Meaning of the option on the command line that is called as the factor. */
  option: string;
}

type FactorDeclaration = VariantDeclaration | (Declared & { role: "strategy" | "workers" | "work" });

const fields = {
  strategy: {
    role: "strategy",
    levels: "id",
    recorded: "How tasks were mapped on workers: the id of a strategy, or of other programs the name as given.",
    studied: "How tasks are mapped on workers: one of scalebook strategies",
  },
  workers: {
    role: "workers",
    levels: "count",
    usual: 1,
    words: ["# worker", "# workers"],
    recorded: "Workers that were asked for.",
    studied: "Worker counts",
  },
  tasks: {
    role: "work",
    levels: "count",
    usual: 1,
    words: ["# task", "# tasks"],
    recorded: "Number of tasks.",
    studied: "Numbers of tasks, or per-worker",
  },
  n: {
    role: "work",
    levels: "size",
    words: "N = #",
    recorded: "Size of a task, or of the whole job where it is shared.",
    studied: "Sizes of a task, in the workload's own unit",
  },
  workload: {
    role: "work",
    levels: "id",
    recorded: "The work: the id of a workload, or of other programs the name as given.",
    studied: "The work: one of scalebook workloads",
  },
  launch: {
    role: "variant",
    levels: ["bounded", "all-at-once"],
    usual: "bounded",
    recorded: "bounded: at most that many workers at a time. all-at-once: all alive together.",
    studied: "How the per-task strategies launch",
    option: "For the per-task strategies: bounded, all-at-once or both",
  },
  pool: {
    role: "variant",
    levels: ["fresh", "warm"],
    usual: "fresh",
    words: "# pool",
    recorded: "fresh: the pool's start-up is within the time. warm: it is not.",
    studied: "Whether a pool's start-up is within the time",
    option: "For pools: fresh, warm or both",
  },
  scheduling: {
    role: "variant",
    levels: ["next-free", "rounds", "static-chunks"],
    recorded:
      "next-free: a worker takes the next task when it is free. rounds: all wait for the slowest. static-chunks: shared out beforehand.",
    studied: "Who does which task when",
    option: "Who does which task when: next-free, rounds, static-chunks",
  },
} as const satisfies Record<string, FactorDeclaration>;

interface FurtherDeclaration {
  role: "work" | "variant";
  /** `bytes`: numbers are amounts of memory. */
  levels?: "bytes";
  words?: LevelWords;
}

const further = {
  runtime: { role: "work", words: { node: "Node", python: "Python" } },
  cores: { role: "work", words: ["# core", "# cores"] },
  "cpu-quota": { role: "work", words: ["a quota of # CPU", "a quota of # CPUs"] },
  bytes: { role: "work", levels: "bytes" },
  form: { role: "work", words: "as #" },
  skew: { role: "work" },
  fault: { role: "work" },
  atomics: { role: "work", words: { true: "with Atomics", false: "without Atomics" } },
  transfer: {
    role: "variant",
    words: { clone: "cloned", json: "as JSON", transfer: "transferred", share: "shared" },
  },
  guard: { role: "variant", words: { false: "without its guard" } },
  version: { role: "variant", words: "#" },
  heap: { role: "variant" },
  node: { role: "variant" },
  interpreter: { role: "variant", words: "version #" },
  "start-method": {
    role: "variant",
    words: { fork: "forked", spawn: "spawned", forkserver: "from a fork server" },
  },
  watch: { role: "variant" },
} as const satisfies Record<string, FurtherDeclaration>;

type Fields = typeof fields;
export type DeclaredFactor = keyof Fields;

/**
 * Factors with a field in the run file, in the order of that file. Run and study schema, keys and labels of cells,
 * options, imports and exports iterate this declaration.
 */
export const declaredFactors: Readonly<
  Record<DeclaredFactor, FactorDeclaration> & Record<VariantFactor, VariantDeclaration>
> = fields;

/**
 * Factors whose levels stand in `more`, as only some workloads and strategies know them. A study may name others: they
 * are variants, and their words are name and level.
 */
export const furtherFactors: ReadonlyMap<string, FurtherDeclaration> = new Map(Object.entries(further));

/** Names of the factors with that property. */
type FactorsWith<Property> = {
  [Name in DeclaredFactor]: Fields[Name] extends Property ? Name : never;
}[DeclaredFactor];

export type VariantFactor = FactorsWith<{ role: "variant" }>;
/** Factors that have a level in studies that name none. */
export type UsualFactor = FactorsWith<{ usual: Level }>;
type RequiredFactor = FactorsWith<{ role: "strategy" | "workers" }>;

/** Type of a level of the factor in a run file. */
export type LevelOf<Name extends DeclaredFactor> = Fields[Name]["levels"] extends readonly (infer Word)[]
  ? Word
  : Fields[Name]["levels"] extends "id"
    ? string
    : number;

/** The combination of levels that a cell stands for. `strategy` and `workers` are always there. */
export type Factors = { [Name in RequiredFactor]: LevelOf<Name> } & {
  [Name in Exclude<DeclaredFactor, RequiredFactor>]?: LevelOf<Name> | undefined;
} & { more?: Record<string, Level> | undefined };

export const factorNames = Object.keys(fields) as readonly DeclaredFactor[];

/** Levels of studies that name none. */
export const usualLevels = Object.fromEntries(
  factorNames.flatMap((name) =>
    declaredFactors[name].usual === undefined ? [] : [[name, declaredFactors[name].usual]],
  ),
) as { [Name in UsualFactor]: LevelOf<Name> };

export const variantFactors = namesOf("variant") as readonly VariantFactor[];

/** Factors in the order of study files: the work comes first. */
export const studyOrder: readonly DeclaredFactor[] = [...new Set<DeclaredFactor>(["workload", ...factorNames])];

/** Names of the factors of these roles, role by role. */
export function namesOf(...roles: readonly FactorDeclaration["role"][]): DeclaredFactor[] {
  return roles.flatMap((role) => factorNames.filter((name) => declaredFactors[name].role === role));
}

/** Whether the run file always has the factor. */
export function isRequired(name: DeclaredFactor): name is RequiredFactor {
  const { role } = declaredFactors[name];
  return role === "strategy" || role === "workers";
}

/** The factors of a record that may hold other things as well; levels that are not there are left out. */
export function factorsIn(levels: Factors): Factors {
  const known = [...factorNames, "more" as const].filter((name) => levels[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, levels[name]])) as unknown as Factors;
}

/** A level in its declared words. `written` is the level as it shall be written; undefined where nothing is declared. */
export function levelWords(words: LevelWords | undefined, level: Level, written: string): string | undefined {
  if (words === undefined) return undefined;
  const pattern = typeof words === "string" ? words : isPair(words) ? words[level === 1 ? 0 : 1] : words[String(level)];
  return pattern?.replace("#", () => written);
}

function isPair(words: Exclude<LevelWords, string>): words is readonly [string, string] {
  return Array.isArray(words);
}
