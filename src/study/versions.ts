import type { Level } from "../record/schema/factors.js";
import { UserError } from "../user-error.js";
import type { ExperimentDefinition, Versions } from "./study.js";

/**
 * The names of two modules, or of two variants where those are versions: they are called before and after, or the first is to have
 * a twin. Before is the first of them where they are called otherwise. `null`: there are no two versions.
 */
export function namedVersions(
  { modules, variants }: Pick<ExperimentDefinition, "modules" | "variants">,
  twin: boolean,
): Versions | null {
  const [before, after, ...more] = Object.keys(modules ?? variants ?? {});
  if (before === undefined || after === undefined || more.length > 0) return null;
  if (before === "after" && after === "before") return { before: after, after: before };
  return modules !== undefined || twin || (before === "before" && after === "after") ? { before, after } : null;
}

/** The experiment with its versions as levels; its twin is the first under a second name. */
export function withVersions(
  experiment: ExperimentDefinition,
  { before, after }: Versions,
  hasTwin: boolean,
): ExperimentDefinition {
  const twin = `${before} again`;
  if (hasTwin && after === twin)
    throw new UserError(`the second version is called ${after}, as the twin is: rename it`);
  const versions = { before, after, ...(hasTwin && { twin }) };
  const matrix = experiment.matrix.map((levels) => ({
    ...levels,
    more: { ...levels.more, version: Object.values(versions) },
  }));
  return { ...experiment, versions, matrix };
}

/** Why two versions cannot be run at once as they are asked for; `null`: they can. */
export function whyNotSideBySide({ versions, hooks }: Pick<ExperimentDefinition, "versions" | "hooks">): string | null {
  if (versions === undefined) return "is for two versions: give modules, or two variants";
  if (versions.twin !== undefined) {
    return "leaves no half for a twin: leave the twin out, and to see the noise give the same work under both names";
  }
  return hooks?.prepare === undefined
    ? null
    : "leaves no time for prepare, which would run beside the other version: leave one of them out";
}

/** The version that a cell with these further levels measures: of the twin the first. Undefined without versions. */
export function measuredVersion(
  { versions }: Pick<ExperimentDefinition, "versions">,
  more: Readonly<Record<string, Level>> | undefined,
): string | undefined {
  const version = more?.version;
  if (versions === undefined || version === undefined) return undefined;
  return version === versions.twin ? versions.before : String(version);
}

/** The further levels as what is measured may see them: two versions differ in nothing but themselves. */
export function withoutVersion<Levels extends Readonly<Record<string, Level>>>(
  { versions }: Pick<ExperimentDefinition, "versions">,
  more: Levels,
): Record<string, Level> {
  if (versions === undefined) return more;
  const { version: _, ...others } = more as Readonly<Record<string, Level>>;
  return others;
}

/** Two versions are compared on the same work. */
export function unequalInputs({ before, after }: Versions, of: { n: number; one: number; other: number }): UserError {
  const { n, one, other } = of;
  return new UserError(
    `${before} makes ${one} inputs of size ${n}, and ${after} ${other}: give two versions that do the same tasks`,
  );
}
