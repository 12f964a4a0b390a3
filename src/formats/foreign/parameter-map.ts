import { distance } from "fastest-levenshtein";
import { show } from "../../record/schema/quote-value.js";
import { slugify } from "../../record/schema/run-id.js";
import { UserError } from "../../user-error.js";

/** Factor of each parameter or column, by name; `-` leaves it out. */
export type ParameterMap = ReadonlyMap<string, string>;

/** Target of a parameter that is left out. */
export const LEFT_OUT = "-";

/**
 * Reads `threads=workers,size=n`. A target is one of `known`, the name of a user's own factor, or `-`. Throws a UserError
 * that names the part; a name close to a known one counts as a slip.
 */
export function parseMap(text: string, known: readonly string[]): ParameterMap {
  const map = new Map<string, string>();
  for (const part of text.split(",")) {
    const at = part.lastIndexOf("=");
    const [from, to] = [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    if (at < 1 || from === "" || to === "") {
      throw new UserError(`--map has ${show(part)}: write <parameter>=<factor>, such as threads=workers`);
    }
    if (map.has(from)) throw new UserError(`--map names ${show(from)} twice: give it once`);
    map.set(from, checkTarget(to, known));
  }
  checkTwice(map);
  return map;
}

function checkTarget(to: string, known: readonly string[]): string {
  if (to === LEFT_OUT || known.includes(to)) return to;
  const near = known.find((name) => name.length > 2 && distance(name, to) <= (name.length > 5 ? 2 : 1));
  if (near !== undefined) throw new UserError(`--map has the factor ${show(to)}: did you mean ${near}?`);
  if (slugify(to) === to) return to;
  throw new UserError(
    `--map has the factor ${show(to)}: give one of ${known.join(", ")}, or a name of your own such as ${slugify(to)}`,
  );
}

function checkTwice(map: ParameterMap): void {
  const targets = [...map].filter(([, to]) => to !== LEFT_OUT);
  for (const [index, [from, to]] of targets.entries()) {
    const earlier = targets.slice(0, index).find(([, other]) => other === to);
    if (earlier !== undefined) {
      throw new UserError(`--map makes ${to} of both ${show(earlier[0])} and ${show(from)}: give one of them`);
    }
  }
}

/** Throws a UserError where a map names a parameter or column (`kind`) that the file lacks. */
export function checkMapped(
  map: ParameterMap,
  there: readonly string[],
  { file, kind }: { file: string; kind: string },
) {
  const missing = [...map.keys()].find((from) => !there.includes(from));
  if (missing === undefined) return;
  const has = there.length === 0 ? `it has no ${kind}s` : `it has ${there.slice(0, 20).map(show).join(", ")}`;
  throw new UserError(`${file}: there is no ${kind} ${show(missing)}, which --map names: ${has}`);
}
