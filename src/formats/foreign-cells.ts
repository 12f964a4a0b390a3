import { canonicalJson } from "../record/schema/canonical-json.js";
import { factorNames } from "../record/schema/factors.js";
import { sha256, slugify } from "../record/schema/run-id.js";
import type { Cell, Trial } from "../record/schema/run-schema.js";
import { UserError } from "../user-error.js";
import { factorsOf, type WrittenLevel } from "./factors.js";
import { checkMapped, LEFT_OUT, type ParameterMap } from "./parameter-map.js";

/** What another tool timed again and again. */
export interface ForeignCell {
  /** Where it stands in the file, for messages. */
  place: string;
  /** What was timed, without its parameters; mapped as if it were a parameter called `name`. */
  name: string;
  parameters: ReadonlyMap<string, string>;
  trials: Trial[];
}

export interface Mapping {
  file: string;
  /** What the person said. */
  map: ParameterMap | undefined;
  /** What the tool's own parameters stand for where the person did not say. `name` must be among them. */
  usual: Readonly<Record<string, string>>;
  /** The strategy of what names none. */
  strategy: string;
  /**
   * What becomes of parameters that stand for nothing: `factors` of their own, which say how the same work is done, or a
   * part of the name of the `work`, so that different work is never set against each other.
   */
  others: "factors" | "work";
}

/** The one name that is no parameter in the file. */
const NAME = "name";

/**
 * Maps what a tool timed to cells of a run. One without a parameter for workers has 1. Two of equal factors are a UserError:
 * they are not the repeats of one thing.
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

/** What the name and each parameter stand for; a parameter that is not there stands for nothing that was said. */
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

/** A slug that stays apart from those of other texts also where it had to be cut. */
export function slugOf(text: string): string {
  const slug = slugify(text);
  return slug.length < 64 ? slug : `${slug.slice(0, 57).replace(/-$/, "")}-${sha256(text).slice(0, 6)}`;
}
