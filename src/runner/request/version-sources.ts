import { pathToFileURL } from "node:url";
import type { Level } from "../../record/schema/factors.js";
import type { Trial } from "../../record/schema/run-schema.js";
import type { ExperimentDefinition } from "../../study/study.js";
import { measuredVersion } from "../../study/versions.js";
import { withoutHome } from "../processes/environment.js";
import type { ExecuteCell } from "./run-cells.js";

/** A version that was checked out from a repository for this recording. */
export interface VersionSource {
  /** The folder in its work tree that paths and commands start from. */
  folder: string;
  /** The work tree, which is gone after the recording: its path stands in no file and no sentence. */
  root: string;
  commit: { ref: string; hash: string };
  /** Whether a command built it. */
  isBuilt: boolean;
}

/** By the names of the versions; a twin is measured where the first version is. */
export type VersionSources = ReadonlyMap<string, VersionSource>;

/** A recording that may have such versions. */
interface WithSources {
  versionSources?: VersionSources;
}

/** Where the version of a cell with these further levels was checked out; undefined where it was not. */
export function sourceOf(
  { versionSources }: WithSources,
  definition: Pick<ExperimentDefinition, "versions">,
  more: Readonly<Record<string, Level>> | undefined,
): VersionSource | undefined {
  return versionSources?.get(measuredVersion(definition, more) ?? "");
}

/** The text with paths in the work tree as they are in the repository, from its top. */
export function withoutRoot(text: string, { root }: Pick<VersionSource, "root">): string {
  const paths = [pathToFileURL(root).href, root].flatMap((path) => [path, withoutHome(path)]);
  return paths.reduce((left, path) => left.replaceAll(`${path}/`, "").replaceAll(path, "."), text);
}

/** The same execution, with what failed trials say of their work tree as it is in the repository. */
export function withoutRoots(execute: ExecuteCell, request: WithSources): ExecuteCell {
  if (request.versionSources === undefined) return execute;
  return async (cell, ...others) => {
    const executed = await execute(cell, ...others);
    const source = sourceOf(request, cell.definition, cell.sized.more);
    return source === undefined ? executed : { ...executed, trial: rooted(executed.trial, source) };
  };
}

function rooted(trial: Trial, source: VersionSource): Trial {
  const { detail, trace, notes } = trial;
  const told = notes && Object.entries(notes).map(([name, text]) => [name, withoutRoot(text, source)]);
  return {
    ...trial,
    ...(detail !== undefined && { detail: withoutRoot(detail, source) }),
    ...(trace !== undefined && { trace: trace.map((line) => withoutRoot(line, source)) }),
    ...(told !== undefined && { notes: Object.fromEntries(told) }),
  };
}
