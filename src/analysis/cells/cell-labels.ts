import {
  declaredFactors,
  type Factors,
  furtherFactors,
  type Level,
  levelWords,
  namesOf,
} from "../../record/schema/factors.js";
import { isOneThread } from "../../record/timing/effective-workers.js";
import { formatBytes } from "../../words/bytes.js";
import { level } from "../../words/number.js";
import { moreOf } from "./cell-keys.js";

export { isOneThread };

export type FactorName = keyof Factors;

/** Order of factors in labels and tables. */
const FACTOR_ORDER: readonly FactorName[] = [...namesOf("strategy", "variant", "workers", "work"), "more"];

const VARIANT_FACTORS: readonly FactorName[] = [...namesOf("variant"), "more"];

/** Whether the cells have more than one strategy or variant. */
export function hasVariants(varying: readonly FactorName[]): boolean {
  return varying.some((name) => name === "strategy" || VARIANT_FACTORS.includes(name));
}

/**
 * Factors with more than one level among the cells that have the factor. An n that follows from the workload and its runtime
 * does not vary.
 */
export function varyingFactors(cells: readonly Factors[]): FactorName[] {
  const sized = cells.filter(({ n }) => n !== undefined);
  const workOf = ({ workload, more }: Factors) => `${workload}/${more?.runtime}`;
  const workloads = new Set(sized.map(workOf));
  const sizes = new Set(sized.map((factors) => `${workOf(factors)}/${factors.n}`));
  const nVaries = sizes.size > workloads.size;
  return FACTOR_ORDER.filter((name) => (name === "n" ? nVaries : levelsOf(cells, name).size > 1));
}

/** Levels that every cell has and shares. */
export function constantFactors(cells: readonly Factors[]): Partial<Factors> {
  const [first] = cells;
  if (!first) return {};
  const shared = FACTOR_ORDER.filter(
    (name) => levelsOf(cells, name).size === 1 && cells.every((factors) => factors[name] !== undefined),
  );
  return Object.fromEntries(shared.map((name) => [name, first[name]]));
}

/**
 * Labels of the cells of an experiment, e.g. "thread pool, 4 workers": the levels that vary, or every level where two cells
 * would have the same label.
 */
export function cellLabels(cells: readonly Factors[], division: "tasks" | "shares"): string[] {
  const varying = new Set(varyingFactors(cells));
  // There are as many shares as workers.
  if (division === "shares") varying.delete("tasks");
  const labels = withoutShared(cells).map((factors) => describe(factors, varying));
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const all = new Set(FACTOR_ORDER);
  return labels.map((label, index) =>
    label !== "" && counts.get(label) === 1 ? label : describe(cells[index] as Factors, all),
  );
}

/** The cells without the further levels that all of them have. */
function withoutShared(cells: readonly Factors[]): Factors[] {
  const [first] = cells;
  const shared = Object.entries(first?.more ?? {}).filter(([name, level]) =>
    cells.every(({ more }) => more?.[name] === level),
  );
  const names = new Set(shared.map(([name]) => name));
  const own = (more: NonNullable<Factors["more"]>) =>
    Object.fromEntries(Object.entries(more).filter(([name]) => !names.has(name)));
  return cells.map((factors) => (factors.more === undefined ? factors : { ...factors, more: own(factors.more) }));
}

/** "thread pool" for `thread-pool`; a name of another shape than an id stays as it was given. */
export function strategyWords(strategy: string): string {
  return ID.test(strategy) ? strategy.replaceAll("-", " ") : strategy;
}

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Strategy with the variants that vary: "process per task, all at once", "thread pool, warm pool". */
export function variantWords(factors: Factors, varying: readonly FactorName[]): string {
  const named = varying.filter((name) => VARIANT_FACTORS.includes(name));
  return describe(ofKind(factors, "way"), new Set<FactorName>(["strategy", ...named]));
}

/** Size, where the cells have more than one, else "": "8 tasks, N = 1,000". */
export function sizeWords(factors: Factors, varying: readonly FactorName[]): string {
  const named = varying.filter((name) => name === "tasks" || name === "n" || name === "workload" || name === "more");
  return describe(ofKind(factors, "work"), new Set<FactorName>(named));
}

/** The factors, with the further ones of this kind only. */
function ofKind(factors: Factors, kind: "work" | "way"): Factors {
  return { ...factors, more: moreOf(factors, kind) };
}

/** Words of a line of cells that differ in workers alone: "thread pool, 8 tasks". */
export function lineWords(factors: Factors, varying: readonly FactorName[]): string {
  return [variantWords(factors, varying), sizeWords(factors, varying)].filter(Boolean).join(", ");
}

/** Words of a step from one worker count to another: "threads 8: 2 to 4 workers", without what the cells share. */
export function stepWords(from: Factors, to: Factors, varying: readonly FactorName[]): string {
  const line = describe(from, new Set(varying.filter((name) => name !== "workers")));
  const step = `${level(from.workers)} to ${level(to.workers)} workers`;
  return line === "" ? step : `${line}: ${step}`;
}

function describe(factors: Factors, named: ReadonlySet<FactorName>): string {
  // A sequential cell beside others that differ in workers has no words but its strategy.
  const nameless = named.has("workers") && !named.has("strategy") && isOneThread(factors.strategy);
  return FACTOR_ORDER.filter((name) => named.has(name) || (nameless && name === "strategy"))
    .flatMap((name) => wordsOf(name, factors) ?? [])
    .join(", ");
}

function wordsOf(name: FactorName, factors: Factors): string | undefined {
  if (name === "more") return factors.more && moreWords(factors.more);
  const isImplied = isOneThread(factors.strategy) || factors.launch === "all-at-once";
  const given = factors[name];
  if (given === undefined || (name === "workers" && isImplied)) return undefined;
  const written = typeof given === "number" ? level(given) : strategyWords(given);
  return levelWords(declaredFactors[name].words, given, written) ?? written;
}

function moreWords(more: NonNullable<Factors["more"]>): string | undefined {
  const named = Object.entries(more).sort(([a], [b]) => (a < b ? -1 : 1));
  return named.map(([name, value]) => furtherWords(name, value)).join(", ") || undefined;
}

/** Declared words of a level, of others name and level: "16.0 MB", "with Atomics", "heap 64". */
function furtherWords(name: string, value: Level): string {
  const written = typeof value === "number" ? level(value) : String(value);
  const declared = furtherFactors.get(name);
  if (declared?.levels === "bytes" && typeof value === "number") {
    return value < 1e6 ? `${written} bytes` : formatBytes(value);
  }
  return levelWords(declared?.words, value, written) ?? `${name} ${written}`;
}

function levelsOf(cells: readonly Factors[], name: FactorName): Set<string> {
  return new Set(cells.flatMap((factors) => (factors[name] === undefined ? [] : [levelText(factors[name])])));
}

function levelText(level: Factors[FactorName]): string {
  if (typeof level !== "object") return JSON.stringify(level);
  return JSON.stringify(Object.entries(level).sort(([a], [b]) => (a < b ? -1 : 1)));
}
