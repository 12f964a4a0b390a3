import { slug } from "../record/schema/schema-fields.js";
import { UserError } from "../user-error.js";
import type { FileExperiment } from "./file/file-schema.js";

/** A figure that a program prints: its name, and where it stands in the output. */
export type FigureDefinition = NonNullable<FileExperiment["figures"]>[number];

const JSON_PATH = /^(?:[^.[\]]+|\[\d+\])(?:\.[^.[\]]+|\[\d+\])*$/;
export const JSON_PREFIX = "json:";
/** The figure of a trial that its control group counts. */
export const THROTTLED = "throttled-ms";

/** Fields and indices of `json:path.to[0].value`, from the outside in; `null`: it is a regular expression. */
export function jsonPath(pattern: string): string[] | null {
  if (!pattern.startsWith(JSON_PREFIX)) return null;
  return pattern
    .slice(JSON_PREFIX.length)
    .split(/[.[\]]+/)
    .filter((step) => step !== "");
}

/** Throws a UserError that starts with `place` for a figure that could be found in no output. */
function checkFigure({ name, pattern }: Pick<FigureDefinition, "name" | "pattern">, place: string): void {
  if (!slug.safeParse(name).success) {
    throw new UserError(`${place} has the name "${name}": give 1 to 64 of a-z, 0-9 and hyphens, such as throughput`);
  }
  if (name === THROTTLED) {
    throw new UserError(`${place} is called ${name}, as the time that a quota holds a trial back: give another name`);
  }
  if (pattern.startsWith(JSON_PREFIX)) {
    if (JSON_PATH.test(pattern.slice(JSON_PREFIX.length))) return;
    throw new UserError(`${place} has ${pattern}: give the fields of the value, such as json:requests.average`);
  }
  const groups = groupsOf(pattern, place);
  if (groups === 0) {
    throw new UserError(
      `${place} has ${pattern || "no pattern"}: put the number in brackets, such as '([0-9.]+) req/s', or give json: and a path`,
    );
  }
}

function groupsOf(pattern: string, place: string): number {
  try {
    // Whatever the pattern is, the empty alternative matches, and the match has every group.
    return (new RegExp(`${pattern}|`).exec("")?.length ?? 1) - 1;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(`${place} has ${pattern}, which is no regular expression: ${error.message.split(": ").at(-1)}`);
  }
}

/** The unit that a pattern names in plain letters right behind its first group: `req/s` of `([0-9.]+) req/s`. */
export function unitOf(pattern: string): string | undefined {
  if (jsonPath(pattern) !== null) return undefined;
  const after = /^(?: |\\s[*+]?)*([\p{L}%][\p{L}\d%/]*)(?:\\b|\$|\))?$/u.exec(pattern.slice(endOfFirstGroup(pattern)));
  return after?.[1];
}

/** Place behind the first group that captures. */
function endOfFirstGroup(pattern: string): number {
  let start: number | null = null;
  let depth = 0;
  for (const { 0: part, index } of pattern.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:<?[=!]|:))?|\)/gs)) {
    if (part.startsWith("(")) {
      depth++;
      if (part === "(" && start === null) start = depth;
    } else if (part === ")") {
      if (depth === start) return index + 1;
      depth--;
    }
  }
  return pattern.length;
}

/**
 * The figures of an experiment with their units. Throws a UserError that starts with `place` for one that cannot be read,
 * for two of one name, and where the first, by which cells are compared, does not say which direction is better.
 */
export function withUnits(figures: readonly FigureDefinition[], place: (index: number) => string): FigureDefinition[] {
  for (const [index, figure] of figures.entries()) {
    checkFigure(figure, place(index));
    if (figures.findIndex(({ name }) => name === figure.name) < index) {
      throw new UserError(`${place(index)} is called ${figure.name}, as another one: give each a name of its own`);
    }
  }
  if (figures[0] !== undefined && figures[0].better === undefined) {
    throw new UserError(`${place(0)}.better is missing: say which direction is better, higher or lower`);
  }
  return figures.map((figure) => {
    const unit = figure.unit ?? unitOf(figure.pattern);
    return { ...figure, ...(unit !== undefined && { unit }) };
  });
}
