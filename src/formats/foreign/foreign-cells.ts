import { canonicalJson } from "../../record/schema/canonical-json.js";
import { factorNames } from "../../record/schema/factors.js";
import { type Cell, MOST_CELLS, type Trial } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { factorsOf, isLevel, type WrittenLevel } from "./factors.js";
import { checkMapped, LEFT_OUT, type ParameterMap } from "./parameter-map.js";

/** Work that another tool timed repeatedly. */
export interface ForeignCell {
  /** Place in the file, for messages. */
  place: string;
  /** Name without parameters; mapped like a parameter called `name`. */
  name: string;
  parameters: ReadonlyMap<string, string>;
  /** Name with its parameters as the tool writes it, without those of a usual meaning: names the work where none of them is mapped. */
  given?: string;
  trials: Trial[];
}

export interface Mapping {
  file: string;
  /** The user's own mapping. */
  map: ParameterMap | undefined;
  /** Factors of the tool's own parameters, `name` among them, where the user's mapping has none. */
  usual: Readonly<Record<string, string>>;
  /** Strategy of cells without one. */
  strategy: string;
  /**
   * Use of unmapped parameters: `factors` of their own, where they say how the same work is done, or a part of the name of
   * the `work`, so that different work is never compared.
   */
  others: "factors" | "work";
  /** Told of numbers that became a part of names and may count workers, or be sizes. */
  tell?: ((sentence: string) => void) | undefined;
}

/** Name and parameters of a cell, by what a map calls them. */
type Named = ReadonlyMap<string, string>;

/**
 * Maps another tool's cells to cells of a run; workers default to 1. Two cells of equal factors are a UserError: they are
 * no repeats of one another.
 */
export function mapCells(foreign: readonly ForeignCell[], mapping: Mapping): Cell[] {
  const { file, map, tell } = mapping;
  if (foreign.length > MOST_CELLS) {
    throw new UserError(
      `${file}: has ${foreign.length} combinations, and a run file holds ${MOST_CELLS}: record a part of the benchmarks`,
    );
  }
  const own = foreign.some(({ parameters }) => parameters.has("name")) ? "benchmark name" : "name";
  const named = foreign.map(({ name, parameters }): Named => new Map([[own, name], ...parameters]));
  const texts = new Map<string, Set<string>>();
  for (const [from, text] of named.flatMap((levels) => [...levels])) {
    texts.set(from, (texts.get(from) ?? new Set()).add(text));
  }
  checkMapped(map ?? new Map(), [...texts.keys()], { file, kind: "parameter" });
  const targets = targetsOf(texts, own, mapping);
  if (mapping.others === "work") {
    for (const [from, levels] of texts) {
      const question = from === own || targets.has(from) ? null : mapQuestion(from, [...levels]);
      if (question !== null) tell?.(question);
    }
  }
  const places = new Map<string, string>();
  return foreign.map(({ place, given, trials }, index) => {
    const factors = factorsOf(levelsOf(named[index] as Named, { own, given, targets, ...mapping }), place);
    const key = canonicalJson(factors);
    const earlier = places.get(key);
    if (earlier !== undefined) {
      throw new UserError(
        `${place}: has the same factors as ${earlier}: map a parameter that tells them apart, or import them one by one`,
      );
    }
    places.set(key, place);
    return { factors, trials };
  });
}

/**
 * Factor of the name and of each parameter: the user's mapping first, then a factor's own name where every text is a level
 * of it, then the tool's usual meaning.
 */
function targetsOf(
  texts: ReadonlyMap<string, ReadonlySet<string>>,
  own: string,
  { map, usual }: Mapping,
): Map<string, string> {
  const targets = new Map(map ?? []);
  const propose = (from: string, to: string) => {
    if (!targets.has(from) && ![...targets.values()].includes(to)) targets.set(from, to);
  };
  for (const [name, levels] of texts) {
    const factor = factorNames.find((known) => known === name);
    if (factor !== undefined && [...levels].every((text) => isLevel(factor, text))) propose(name, factor);
  }
  for (const [from, to] of Object.entries(usual)) propose(from === "name" ? own : from, to);
  return targets;
}

function levelsOf(
  named: Named,
  { own, given, targets, usual, strategy, others }: Mapping & CellMapping,
): Map<string, WrittenLevel> {
  const levels = new Map<string, WrittenLevel>([
    ["strategy", { name: "strategy", text: strategy }],
    ["workers", { name: "workers", text: "1" }],
  ]);
  const work: string[] = [];
  for (const [from, text] of named) {
    const to = targets.get(from);
    if (to === LEFT_OUT) continue;
    if (to !== undefined) levels.set(to, { name: from, text });
    else if (others === "factors" && from !== own) levels.set(furtherName(from), { name: from, text });
    else work.push(from === own ? text : `${from} ${text}`);
  }
  const isWhole =
    targets.get(own) === "workload" &&
    [...named.keys()].every((from) => from === own || from in usual || !targets.has(from));
  const title =
    isWhole && given !== undefined ? given : [levels.get("workload")?.text ?? "", ...work].filter(Boolean).join(" ");
  return title === "" ? levels : levels.set("workload", { name: "workload", text: title });
}

/** What its parameters mean, for one cell. */
interface CellMapping {
  /** What a map calls the cell's name. */
  own: string;
  given: string | undefined;
  targets: ReadonlyMap<string, string>;
}

/** Asks what an unmapped parameter stands for; `null` where it has one level, or levels that are no numbers. */
export function mapQuestion(parameter: string, levels: readonly string[]): string | null {
  if (levels.length < 2 || !levels.every((text) => /^\d+(?:\.\d+)?$/.test(text))) return null;
  const shown = levels.length > 4 ? [...levels.slice(0, 3), "..."] : levels;
  return `${parameter} (${shown.join(", ")}) became a part of names: import it with --map ${parameter}=workers if it counts workers, --map ${parameter}=n if it is a size`;
}

/** A parameter of a factor's name that has no levels of it, such as `pool` with 4 or 16, is a factor beside it. */
function furtherName(parameter: string): string {
  return factorNames.some((name) => name === parameter) ? `${parameter} (parameter)` : parameter;
}
