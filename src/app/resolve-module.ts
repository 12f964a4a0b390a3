import { realpath, stat } from "node:fs/promises";
import { basename, extname, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { refWords } from "../record/schema/programs-of.js";
import { slugify } from "../record/schema/run-id.js";
import { hostWords } from "../runner/hosts/host-words.js";
import { languages, moduleName } from "../runner/hosts/index.js";
import type { RecordRequest } from "../runner/request/record-request.js";
import { type VersionSource, withoutRoot } from "../runner/request/version-sources.js";
import { requireTypeStripping } from "../study/file/type-stripping.js";
import type { Catalogue, ExperimentDefinition, Overrides, OwnModule } from "../study/study.js";
import { unequalInputs } from "../study/versions.js";
import { UserError } from "../user-error.js";

/** The folder that paths and commands start from, and how modules are asked. */
export type OwnWorkOptions = Pick<
  RecordRequest,
  "folder" | "overrides" | "seed" | "timeoutMs" | "stop" | "nodes" | "interpreters" | "versionSources"
>;

type Workload = Catalogue["workloads"][string];

/** A module as the user wrote it, with the folder that it is in; of two versions each has a name. */
interface ModuleSource {
  path: string;
  folder: string;
  version?: string;
  /** Where the version was checked out. */
  source?: VersionSource | undefined;
}

/** A module as its host describes it. */
interface DescribedModule extends Awaited<ReturnType<typeof ask>> {
  source: ModuleSource;
}

/** The modules of an experiment: none, one, or two versions, the one that the other is compared with first. */
export function modulesOf(
  { module, modules = {}, versions }: ExperimentDefinition,
  { folder, versionSources }: Pick<OwnWorkOptions, "folder" | "versionSources">,
): ModuleSource[] {
  const names = versions === undefined ? [] : [versions.before, versions.after];
  const sources = names.flatMap((version) => {
    const source = versionSources?.get(version);
    const path = modules[version] ?? module;
    return path === undefined ? [] : [{ path, folder: source?.folder ?? folder, version, source }];
  });
  return sources.length > 0 || module === undefined ? sources : [{ path: module, folder }];
}

/**
 * Asks the modules of an experiment what they are, each in a host of its own. The entry is what the catalogue says of them under one
 * id. Throws UserErrors where they cannot be used, or where two versions do not do the same tasks.
 */
export async function resolveModules(
  experiment: ExperimentDefinition,
  sources: readonly ModuleSource[],
  catalogue: Catalogue,
  options: OwnWorkOptions,
): Promise<{ id: string; entry: Workload; sized: ExperimentDefinition }> {
  const { overrides } = options;
  const sizes = sizesOf(experiment, overrides);
  const described: DescribedModule[] = [];
  for (const source of sources) described.push({ ...(await ask(source, sizes, options)), source });
  const [first] = described as [DescribedModule, ...DescribedModule[]];
  refuseOthers(described, sizes);
  const { tasks, name } = first;
  if (tasks !== null && overrides.tasks !== undefined) {
    throw new UserError(
      `${first.source.path} exports inputs(size), which says how many tasks there are: leave --tasks out`,
    );
  }
  const takesSize = name.runtime !== undefined && languages[name.runtime].taskTakesSize;
  const entry = entryOf(experiment, described, sizes);
  return {
    id: freeId(name.function ?? basename(name.file, extname(name.file)), entry, catalogue),
    entry,
    sized: withSizes(experiment, { ...first, takesSize }, overrides),
  };
}

async function ask(
  { path, folder, source }: ModuleSource,
  sizes: readonly number[],
  { seed, timeoutMs, stop, nodes = new Map(), interpreters = [] }: OwnWorkOptions,
) {
  for (const version of nodes.size > 0 ? nodes.keys() : [process.versions.node]) requireTypeStripping(path, version);
  const [nodePath] = nodes.values();
  const name = moduleName(path);
  const { file: named, function: task, runtime } = name;
  const file = resolve(folder, named);
  const refused = await stat(file).then(
    (stats) => (stats.isFile() ? null : "is no file"),
    ({ code }: NodeJS.ErrnoException) => `cannot be read (${code})`,
  );
  if (refused !== null) {
    if (source !== undefined) throw notThere(named, source);
    throw new UserError(
      `${named} ${refused}: give the path of a module that has ${task ?? "task"}(input)${named.includes(",") ? ", or two versions as before=./a.mjs,after=./b.mjs" : ""}`,
    );
  }
  if (source !== undefined && !(await realpath(file)).startsWith(`${source.root}${sep}`)) {
    throw new UserError(
      `${named} is one and the same file for both versions: give its path from the current folder, such as ./bench.mjs`,
    );
  }
  const { describeModule } = await import("../runner/trials/describe-module.js");
  const url = `${pathToFileURL(file).href}${task === undefined ? "" : `#${task}`}`;
  const words = runtime && hostWords({ runtime }, interpreters);
  const options = { timeoutMs, stop, nodePath, hostWords: words, folder: source?.folder };
  try {
    return { ...(await describeModule({ path, url, sizes, seed }, options)), name, url };
  } catch (error) {
    throw source !== undefined && error instanceof UserError ? ofVersion(error, source) : error;
  }
}

/** Nothing can be committed to a merge base any more. */
function notThere(named: string, { commit: { ref } }: VersionSource): UserError {
  const where = refWords(ref);
  const there = where === ref ? "commit it there as well, or " : "";
  return new UserError(
    `${named} is not in ${where}: ${there}take it from another branch with --build 'git checkout BRANCH -- ${named}'`,
  );
}

/** A package that is not there; `npm ci` and the like are for `--build`. */
const LACKS_PACKAGE = /Cannot find (?:package|module)|No module named/;

/** The mistake as it is told of a module that was checked out. */
function ofVersion({ message }: UserError, source: VersionSource): UserError {
  const isMissing = LACKS_PACKAGE.test(message) && !source.isBuilt;
  const advice = isMissing
    ? "; a work tree has what is committed and nothing else: --build makes the rest, such as --build 'npm ci && npm run build'"
    : "";
  return new UserError(`in ${refWords(source.commit.ref)}, ${withoutRoot(message, source)}${advice}`);
}

/** Throws where two versions run in different languages, or make different numbers of inputs. */
function refuseOthers(described: readonly DescribedModule[], sizes: readonly number[]): void {
  const [one, other] = described;
  if (one === undefined || other === undefined) return;
  const names = { before: one.source.version ?? "", after: other.source.version ?? "" };
  if (one.name.runtime !== other.name.runtime) {
    throw new UserError(
      `${one.source.path} and ${other.source.path} are in different languages: give two versions in the same one`,
    );
  }
  const [{ tasks: mine }, { tasks: theirs }] = [one, other];
  if ((mine === null) !== (theirs === null)) {
    const [makes, lacks] = mine === null ? [names.after, names.before] : [names.before, names.after];
    throw new UserError(`${makes} has inputs(size) and ${lacks} has none: give two versions that do the same tasks`);
  }
  const at = mine?.findIndex((count, index) => count !== theirs?.[index]) ?? -1;
  if (at < 0) return;
  throw unequalInputs(names, { n: sizes[at] ?? 1, one: mine?.[at] ?? 1, other: theirs?.[at] ?? 1 });
}

function entryOf(
  { bound: given, versions }: ExperimentDefinition,
  described: readonly DescribedModule[],
  sizes: readonly number[],
): Workload {
  const [first] = described as [DescribedModule, ...DescribedModule[]];
  const { tasks, name, url, imported } = first;
  const titles = [...new Set(described.map(({ title }) => title))];
  const isOne = new Set(described.map(({ bound }) => bound)).size === 1;
  const bySize = tasks && Object.fromEntries(sizes.map((size, index) => [size, tasks[index] ?? 1]));
  const loaded = described.map((one) => ({ url: one.url, ...(one.imported && { imported: one.imported }) }));
  const named =
    versions && Object.entries(versions).map(([role, version]) => [version, loaded[role === "after" ? 1 : 0]]);
  const module: OwnModule = {
    url,
    tasks: bySize,
    ...(name.runtime && { runtime: name.runtime }),
    ...(imported && { imported }),
    ...(named && { versions: Object.fromEntries(named) }),
  };
  const about = {
    title: titles.join(" or "),
    bound: given ?? (isOne ? first.bound : null),
    division: "tasks" as const,
  };
  return { ...about, unit: "size", defaultN: 1, msPerUnit: 1, module };
}

/** Time of a task alone where the size of a module is found. */
const USUAL_TASK_MS = 50;

/**
 * The experiment with sizes where nobody gave any: a size to be found where the module makes inputs of a size, its function
 * takes the size itself, or a time is asked for; else 1, which is no factor then.
 */
function withSizes(
  experiment: ExperimentDefinition,
  { tasks, sized, takesSize }: { tasks: number[] | null; sized: boolean; takesSize: boolean },
  { sizes, taskMs }: Overrides,
): ExperimentDefinition {
  const isFound = taskMs !== undefined || (sized && (tasks !== null || takesSize));
  const n = isFound ? [{ taskMs: taskMs ?? USUAL_TASK_MS }] : [1];
  const isGiven = sizes !== undefined || experiment.matrix.some((levels) => levels.n.length > 0);
  return {
    ...experiment,
    ...(isFound || isGiven ? {} : { unsized: true }),
    matrix: experiment.matrix.map((levels) => (levels.n.length > 0 ? levels : { ...levels, n })),
  };
}

function sizesOf({ matrix }: ExperimentDefinition, { sizes }: Overrides): number[] {
  const asked = (sizes ?? matrix.flatMap(({ n }) => n)).filter((size) => typeof size === "number");
  return [...new Set(asked.length === 0 ? [1] : asked)];
}

/** An id that no other workload has: the name of the module's function or file, if possible. */
function freeId(name: string, entry: Workload, { workloads }: Catalogue): string {
  const files = filesOf(entry);
  const plain = slugify(name);
  const candidates = [
    plain,
    `own-${plain}`.slice(0, 64),
    ...[2, 3, 4, 5, 6, 7, 8, 9].map((number) => `own-${number}-${plain}`.slice(0, 64)),
  ];
  const free = candidates.find((id) => !Object.hasOwn(workloads, id) || filesOf(workloads[id]) === files);
  if (free === undefined) throw new UserError(`too many modules are called ${plain}: rename some`);
  return free;
}

/** What tells the modules of a workload from those of another one. */
function filesOf(entry: Workload | undefined): string {
  const { url, versions = {} } = entry?.module ?? {};
  return JSON.stringify([url, Object.entries(versions).map(([version, module]) => [version, module.url])]);
}
