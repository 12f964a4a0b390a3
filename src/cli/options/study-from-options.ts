import { basename, dirname, extname } from "node:path";
import { redisUrl } from "../../app/redis-url.js";
import { parseRange } from "../../app/work-trees/asked-commits.js";
import { nearest } from "../../record/schema/did-you-mean.js";
import { slugify } from "../../record/schema/run-id.js";
import { moduleName } from "../../runner/hosts/index.js";
import { checkPlaceholders, refuseSameProgram, splitCommand } from "../../study/command-line.js";
import type { LoadedStudy } from "../../study/file/parse.js";
import { type Hooks, matrix, type Overrides, type Study } from "../../study/study.js";
import { namedVersions, withVersions } from "../../study/versions.js";
import { UserError } from "../../user-error.js";
import { list } from "../../words/sentence.js";
import { OWN_SOURCES, type RecordingGiven, type RecordingValues } from "./recording-flags.js";
import { namedModules, refuseSideBySide, versionsAbout, withSideBySide, withTwins } from "./versions-study.js";

const USUAL_WORKERS = [1, 2, 4];
const USUAL_TASKS = 8;
const USUAL_STRATEGIES = ["sequential", "thread-pool", "process-pool"];

/** A study, and the folder that its paths start from. */
export interface AskedStudy extends LoadedStudy {
  folder: string;
}

/** The built-in study, that of a file, of a module or of programs. Throws a UserError where several are named. */
export async function studyFromOptions(given: RecordingGiven, overrides: Overrides): Promise<AskedStudy> {
  const sources = ["all", ...OWN_SOURCES] as const;
  const named = sources.filter((name) => given.options[name]);
  if (named.length > 1) throw new UserError(`--${named.join(" and --")} were both given: one of them says what to run`);
  checkGit(given.options, named[0]);
  const asked = await sourceOf(given, overrides);
  const study = await asAsked(asked.study, given.options);
  // Before commits are checked out and built.
  for (const experiment of study.experiments) refuseSameProgram(experiment, overrides);
  return { ...asked, study };
}

/** The study with what further options say of it. */
async function asAsked(study: Study, options: RecordingValues): Promise<Study> {
  const whole = withHooks(withBound(study, options), options);
  // Programs that have a twin are versions as soon as their study is made.
  const twins = options.twin ? withTwins(whole) : whole;
  const isUsual = options.workers === undefined && options.study === undefined;
  const versions = options["side-by-side"] ? withSideBySide(twins, isUsual) : twins;
  refuseSideBySide(versions);
  if (options.figure === undefined) return versions;
  return (await import("./figure-options.js")).withFigures(versions, options);
}

/** Throws a UserError where there is nothing of which two commits are versions. */
function checkGit({ git }: RecordingValues, work = ""): void {
  if (git === undefined || ["module", "python", "command"].includes(work)) return;
  throw new UserError(
    "--git says which two commits are compared, and not what is run in them: give --module, --python or --command as well",
  );
}

async function sourceOf({ positionals, options }: RecordingGiven, overrides: Overrides): Promise<AskedStudy> {
  const { command, variant, study: file, python } = options;
  const module = options.module ?? python;
  const folder = process.cwd();
  if (module !== undefined) return { study: chosen(moduleStudy(options, overrides), positionals, "this run"), folder };
  if (command !== undefined || variant !== undefined) {
    const { commandStudy } = await import("./command-study.js");
    return { study: chosen(await commandStudy(options, overrides), positionals, "this run"), folder };
  }
  if (file === undefined) return { study: await builtInStudy(positionals, options), folder };
  const [{ loadStudy }, { loadCatalogue }] = await Promise.all([
    import("../../study/file/load.js"),
    import("../../app/catalogue.js"),
  ]);
  const loaded = await loadStudy(file, await loadCatalogue());
  return { ...loaded, study: chosen(loaded.study, positionals, file), folder: dirname(file) };
}

/** The default study, the named experiments, or with --all every experiment. */
async function builtInStudy(named: readonly string[], { all, redis }: RecordingValues): Promise<Study> {
  const { allExperiments, defaultStudy, wholeStudy } = await import("../../experiments/index.js");
  const everything = { ...wholeStudy, experiments: [...allExperiments] };
  const [experiment] = named;
  if (all) {
    if (experiment === undefined) return redisUrl(redis, process.env) === undefined ? wholeStudy : everything;
    throw new UserError(`--all and ${experiment} were both given: --all stands for every experiment`);
  }
  if (experiment === undefined) return defaultStudy;
  const study = chosen(everything, named, "the built-in experiments");
  // A part of the default study is of its series: sizes found for it are found again.
  const isDefault = study.experiments.every((one) => defaultStudy.experiments.includes(one));
  return isDefault ? { ...study, id: defaultStudy.id } : study;
}

/** A study with the named experiments only, or with all where none is named. */
function chosen(study: Study, named: readonly string[], from: string): Study {
  if (named.length === 0) return study;
  const ids = study.experiments.map((experiment) => experiment.id);
  const experiments = [...new Set(named)].map((id) => {
    const found = study.experiments.find((experiment) => experiment.id === id);
    if (found === undefined) throw new UserError(`there is no experiment "${id}" in ${from}: ${nearest(id, ids)}`);
    return found;
  });
  return { ...study, experiments };
}

/** A study of the `task` of a module, or of two versions of it, under the strategies that differ most. */
function moduleStudy({ module, python, git }: RecordingValues, { taskMs }: Overrides): Study {
  const [path, option] = python === undefined ? [module ?? "", "--module"] : [python, "--python"];
  const modules = namedModules(path, option);
  const named = modules === null ? [path] : Object.values(modules);
  const stray = named.find((one) => python !== undefined && moduleName(one).runtime !== "python");
  if (stray !== undefined) {
    throw new UserError(`--python is ${stray}: give a Python file, such as defs.py or defs.py:work`);
  }
  const what = taskWords(named);
  const levels = { workload: [], strategy: USUAL_STRATEGIES, workers: USUAL_WORKERS, tasks: [USUAL_TASKS] };
  const common = { matrix: [matrix({ ...levels, n: taskMs === undefined ? [] : [{ taskMs }] })] };
  const id = slugify([...new Set(named.map(studyId))].join("-and-"));
  if (modules !== null && git !== undefined) {
    throw new UserError(`--git makes two versions of one module: give one file with ${option}`);
  }
  const versions = git === undefined ? modules && namedVersions({ modules }, false) : parseRange(git);
  if (versions !== null) {
    const about = versionsAbout(`The ${what}`, versions);
    const work = modules === null ? { module: path } : { modules };
    return { id, experiments: [withVersions({ ...about, ...work, ...common }, versions, false)] };
  }
  const about = {
    id: "module",
    title: `The ${what}`,
    question: `Which strategy suits the ${what}, and with how many workers?`,
  };
  return { id, experiments: [{ ...about, module: path, ...common }] };
}

/** "task of resize.mjs", "function work of defs.py", of several "task of a.mjs and b.mjs". */
function taskWords(paths: readonly string[]): string {
  const tasks = new Set(paths.map((path) => moduleName(path).function));
  const files = new Set(paths.map((path) => basename(moduleName(path).file)));
  const functions = [...tasks].filter((task) => task !== undefined);
  const what = functions.length === 0 ? "task" : `function ${functions.join(" or ")}`;
  return `${what} of ${list([...files])}`;
}

function studyId(path: string): string {
  const { file, function: task } = moduleName(path);
  const name = basename(file, extname(file));
  return slugify(task === undefined ? name : `${name}-${task}`);
}

function withBound(study: Study, options: RecordingValues): Study {
  const { bound } = options;
  if (bound === undefined) return study;
  if (bound !== "cpu" && bound !== "io" && bound !== "wait") {
    throw new UserError(`--bound is "${bound}": give cpu, io or wait`);
  }
  return { ...study, experiments: study.experiments.map((experiment) => ({ ...experiment, bound })) };
}

/** The study with the hooks of the command line in place of its own. */
function withHooks(study: Study, options: RecordingValues): Study {
  const hooks: Hooks = {};
  for (const hook of ["setup", "prepare", "cleanup"] as const) {
    const line = options[hook];
    if (line === undefined) continue;
    checkPlaceholders(line, `--${hook}`);
    if (!options.shell) splitCommand(line, `--${hook}`);
    hooks[hook] = line;
  }
  const hasHooks = Object.keys(hooks).length > 0;
  if (!hasHooks && !options.shell) return study;
  const experiments = study.experiments.map((experiment) => ({
    ...experiment,
    ...(hasHooks ? { hooks: { ...experiment.hooks, ...hooks } } : {}),
    ...(options.shell ? { shell: true } : {}),
  }));
  return { ...study, experiments };
}
