import { canonicalJson } from "../record/schema/canonical-json.js";
import { factorNames } from "../record/schema/factors.js";
import { sha256, slugify } from "../record/schema/run-id.js";
import type { Cell, Trial } from "../record/schema/run-schema.js";
import { UserError } from "../user-error.js";
import { factorsOf, type WrittenLevel } from "./factors.js";
import { checkMapped, LEFT_OUT, type ParameterMap } from "./parameter-map.js";

/** Work that another tool timed repeatedly. */
export interface ForeignCell {
  /** Place in the file, for messages. */
  place: string;
  /** Name without parameters; mapped like a parameter called `name`. */
  name: string;
  parameters: ReadonlyMap<string, string>;
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
}

/** Pseudo parameter for a cell's name. */
const NAME = "name";

/**
 * Maps another tool's cells to cells of a run; workers default to 1. Two cells of equal factors are a UserError: they are
 * no repeats of one another.
 */
export function mapCells(foreign: readonly ForeignCell[], mapping: Mapping): Cell[] {
  const { file, map = new Map<string, string>() } = mapping;
  const parameters = [...new Set(foreign.flatMap((cell) => [...cell.parameters.keys()]))];
  checkMapped(map, [NAME, ...parameters], { file, kind: "parameter" });
  const targets = targetsOf(parameters, mapping);
  const places = new Map<string, string>();
  return foreign.map((cell) => {
    const factors = factorsOf(levelsOf(cell, targets, mapping), cell.place);
    const key = canonicalJson(factors);
    const earlier = places.get(key);
    if (earlier !== undefined) {
      throw new UserError(
        `${cell.place}: has the same factors as ${earlier}: map a parameter that tells them apart, or import them one by one`,
      );
    }
    places.set(key, cell.place);
    return { factors, trials: cell.trials };
  });
}

/** Factor of the name and of each parameter: the user's mapping first, then equal names, then the tool's usual meaning. */
function targetsOf(parameters: readonly string[], { map, usual }: Mapping): Map<string, string> {
  const targets = new Map(map ?? []);
  const propose = (from: string, to: string) => {
    if (!targets.has(from) && ![...targets.values()].includes(to)) targets.set(from, to);
  };
  for (const name of parameters) if (factorNames.some((factor) => factor === name)) propose(name, name);
  for (const [from, to] of Object.entries(usual)) propose(from, to);
  return targets;
}

function levelsOf(
  { name, parameters }: ForeignCell,
  targets: ReadonlyMap<string, string>,
  { strategy, others }: Mapping,
): Map<string, WrittenLevel> {
  const levels = new Map<string, WrittenLevel>([
    ["strategy", { name: "strategy", text: strategy }],
    ["workers", { name: "workers", text: "1" }],
  ]);
  const work: string[] = [];
  for (const [from, text] of [[NAME, name] as const, ...parameters]) {
    const to = targets.get(from);
    if (to === LEFT_OUT) continue;
    if (to !== undefined) levels.set(to, { name: from, text: isNamed(to) ? slugOf(text) : text });
    else if (others === "factors" && from !== NAME) levels.set(slugOf(from), { name: from, text });
    else work.push(from === NAME ? text : `${from} ${text}`);
  }
  const title = [levels.get("workload")?.text ?? "", ...work].filter(Boolean).join(" ");
  return title === "" ? levels : levels.set("workload", { name: "workload", text: slugOf(title) });
}

function isNamed(factor: string): boolean {
  return factor === "strategy" || factor === "workload";
}

/** Slug of a text; a hash keeps shortened slugs apart. */
export function slugOf(text: string): string {
  const slug = slugify(text);
  return slug.length < 64 ? slug : `${slug.slice(0, 57).replace(/-$/, "")}-${sha256(text).slice(0, 6)}`;
}
