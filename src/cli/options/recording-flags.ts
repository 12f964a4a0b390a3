import { declaredFactors, variantFactors } from "../../record/schema/factors.js";
import { runtimeIds } from "../../runner/hosts/index.js";
import { type Given, namesOf, option, type runsDirOption } from "../command.js";

/** Levels that take the place of those of every experiment. */
const levelOptions = [
  option("--workers <list>", "Worker counts, such as 1,2,4 or 1..8"),
  option("--strategies <list>", "Strategies, such as sequential,thread-pool", async () => {
    return (await import("../../strategies/index.js")).strategyIds;
  }),
  option("--sizes <list>", "Sizes n of a task, such as 1e4,1e6 or 1e3..1e7"),
  option("--task-time <time>", "Find sizes at which a task takes this time alone, such as 100ms or 1s"),
  option("--tasks <list>", "Numbers of tasks, such as 8 or 1..8"),
  ...variantFactors.map((name) =>
    option(`--${name} <list>`, declaredFactors[name].option, declaredFactors[name].levels),
  ),
  option("--cores <list>", "Bind every trial to so many processors, such as 1,2,4 (Linux)"),
  option("--cpu-quota <list>", "Give every trial so many CPUs of time, as a container has, such as 0.5,1,2 (Linux)"),
];

/** Amount of the study that is recorded. */
const extentOptions = [
  option("--blocks <n>", "Repeat every combination n times (instead of a budget)"),
  option("--budget <time>", "Repeat until this time is used up, such as 90s or 5m (default: 90s; 10m with --all)"),
  option(
    "--precision <percent>",
    "End once every interval against a baseline is within this either way, such as 2% (budget then: 10m)",
  ),
];

/** The work that is measured, and the commands around it. */
const sourceOptions = [
  option("--all", "Every built-in experiment instead of the default study; those of the queue where a Redis is given"),
  option("--study <file>", "Study file (.yaml, .json, .mjs, .ts) instead of the built-in experiments"),
  option(
    "--module <file>",
    "Your own work: a module that exports task(input); or two versions of it, as before=./a.mjs,after=./b.mjs",
  ),
  option("--python <file>", "The same in Python: a file that has task(input), or defs.py:work for a function of it"),
  option("--command <line>", "Your own program, timed as it is; {workers}, {n}, {tasks} are filled in"),
  option(
    "--variant <name=line>...",
    "One of several programs to compare, such as quick='./sort --quick {n}'; give it once for each. Two called before and after are versions of one",
  ),
  option(
    "--figure <name=pattern>...",
    "Compare a figure that your program prints, such as throughput='([0-9.]+) req/s' or p99=json:latency.p99; of several the first, and the others are recorded beside it",
  ),
  option("--better <direction>", "Which direction of --figure is better: higher or lower", ["higher", "lower"]),
  option("--unit <unit>", "Unit of --figure (default: what follows the number in its pattern)"),
  option(
    "--git <range>",
    "Two commits as versions of your --module, --python or --command, such as main..HEAD; of main...HEAD the first is their merge base",
  ),
  option(
    "--build <line>",
    "Of --git: a shell's command that makes each version ready, such as 'npm ci && npm run build'",
  ),
  option("--twin", "Of two versions: measure the first a second time, to see what it differs by from itself"),
  option("--side-by-side", "Run both of two versions at once, each on its half of the processors (Linux)"),
  option("--shell", "Hand --command and the hooks to a shell; its start is timed as well"),
  option("--bound <what>", "What limits your module or programs: cpu, io or wait", ["cpu", "io", "wait"]),
  option("--setup <line>", "Command to run before the first trial, untimed"),
  option("--prepare <line>", "Command to run before every trial, untimed"),
  option("--cleanup <line>", "Command to run after the last trial, untimed"),
];

/** Levels of the factors that say how hosts are launched. */
const hostOptions = [
  option("--runtime <list>", "Run the built-in work in node, python or both", runtimeIds),
  option("--interpreter <paths>", "Run Python's trials on these, such as python3.11,python3.13t"),
  option("--start-method <list>", "How Python starts processes: fork, spawn, forkserver (default: its own)", [
    "fork",
    "spawn",
    "forkserver",
  ]),
  option("--node <paths>", "Run the trials on these Node binaries, such as ./node22,./node24"),
  option("--heap <list>", "Cap the heap of every measured process and thread, such as 256MB or 128MB,1GB"),
];

/** Where the strategy `queue` has its queue. */
export const redisOption = option(
  "--redis <url>",
  "Redis of the strategy queue, such as redis://host:6379; one with a password goes into SCALEBOOK_REDIS",
);

/** Other machines to record on. */
const machineOptions = [
  redisOption,
  option(
    "--hosts <list>",
    "Record on these machines by ssh, each by itself, and bring their runs here, such as a,b,user@c",
  ),
  option(
    "--hosts-folder <dir>",
    "Of --hosts: the folder of your program there (default: modules and study files are carried over)",
  ),
  option("--hosts-node <command>", "Of --hosts: how Node is started there (default: node)"),
  option("--slurm", "Record on nodes of a cluster: submits a job of which every element has a node for itself"),
  option("--nodes <n>", "Of --slurm: on how many nodes (default: 1)"),
  option("--partition <name>", "Of --slurm: the partition"),
  option("--sbatch <options>", "Of --slurm: further options of sbatch, such as '--account=lab --time=2:00:00'"),
];

/** The options of the commands that record, in the order of their help. */
export const recordingFlags = [
  ...levelOptions,
  ...extentOptions,
  option("--seed <n>", "Seed of orders and random numbers (default: a new one, recorded)"),
  option("--timeout <time>", "End a trial that takes longer (default: 60s; of a command 10m)"),
  option(
    "--control <percent>",
    "Share of the run for the control cell: 0% for none, 100% for one before every trial (default: 5%)",
  ),
  ...sourceOptions,
  ...hostOptions,
  option(
    "--extend <run>",
    "Record more repeats of that run, on the same machine, Node and study; the analysis pools them. Your own module, command or commits are given again beside it",
  ),
  option(
    "--resume [run]",
    "Go on with a run that was interrupted, by default the last one: the same plan, seed and repeats. Your own work is named again",
  ),
  ...machineOptions,
  option("--label <text>", "A label for this run"),
  option("--hypothesis <text>", "What you expect: kept in the run file from before the first trial on, for the report"),
  option("--machine <name>", "A name for this machine, kept for later runs"),
  option("--compress", "Write the run file compressed, as .json.gz"),
  option("--plan", "Print combinations, repeats and expected time, for which each is tried once; record nothing"),
];

/** Arguments of a recorded command. */
export type RecordedGiven = Given<typeof recordingFlags>;

/** Arguments of a command that records. */
export type RecordingGiven = Given<[...typeof recordingFlags, typeof runsDirOption]>;
export type RecordingValues = RecordingGiven["options"];

/** Names of the options that make the study, in the order of recorded commands. */
export const STUDY_OPTIONS = [...namesOf(sourceOptions), ...namesOf(levelOptions), ...namesOf(hostOptions)];

/** Names of the options that limit the amount. */
export const EXTENT_OPTIONS = namesOf(extentOptions);

/** Names of the options that say what is run in place of what is built in. */
export const OWN_SOURCES = ["study", "module", "python", "command", "variant"] as const;

/** Names of the options that name programs or files. */
export const OWN_WORK = [
  ...OWN_SOURCES,
  "git",
  "build",
  "figure",
  "shell",
  "setup",
  "prepare",
  "cleanup",
  "node",
  "interpreter",
] as const;
