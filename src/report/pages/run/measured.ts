import { coresWords } from "../../../analysis/cells/core-words.js";
import { GENERAL_FLOOR_PERCENT } from "../../../analysis/comparing/verdict.js";
import { shareInterval } from "../../../analysis/self-test/self-test.js";
import { blocksWithoutRoom, isDated } from "../../../record/folder/run-facts.js";
import { runtimeTitle } from "../../../record/schema/interpreter-names.js";
import { isStartedAnew } from "../../../record/schema/programs-of.js";
import type { Machine, Plan, Run } from "../../../record/schema/run-schema.js";
import { median } from "../../../stats/median.js";
import { formatBytes } from "../../../words/bytes.js";
import { formatDate } from "../../../words/date.js";
import { fixed, plural, whole } from "../../../words/number.js";
import { percentLevel, plainInterval, plainPercent } from "../../../words/percent.js";
import { formatTime } from "../../../words/time.js";
import type { ListedRun, RunEntry } from "../../archive/run-entry.js";
import { namedPrograms, programWords } from "../../page-model/program-words.js";

/** A term with its value. */
export interface Fact {
  term: string;
  text: string;
}

export const UNKNOWN = "not available";

/** How the run was measured. A figure that the platform does not give is "not available"; one never recorded is left out. */
export function factsOf(entry: RunEntry): Fact[] {
  return known([
    ...machineFacts(entry),
    ...softwareFacts(entry),
    ...namedPrograms(entry.run).map(({ term, program }): Given => [term, programWords(program)]),
    ...conditionFacts(entry),
    ...planFacts(entry),
    ...nameFacts(entry),
    ...calibrationFacts(entry),
    ...limitFacts(entry),
    ...processorFacts(entry),
    ...timeFacts(entry),
  ]);
}

/** Facts of the machine of a run. */
export function machineFactsOf(entry: Pick<ListedRun, "run">): Fact[] {
  return known(machineFacts(entry));
}

function known(facts: readonly Given[]): Fact[] {
  return facts.flatMap(([term, text]) => (text === undefined ? [] : [{ term, text: text ?? UNKNOWN }]));
}

/** The facts for the page of one experiment, fewer than those of its run. */
export function experimentFacts(entry: RunEntry, experiment: string): Fact[] {
  const { calibration = [] } = entry.run;
  const own = {
    ...entry,
    run: {
      ...entry.run,
      calibration: calibration.filter((one) => one.experiment === experiment),
      experiments: entry.run.experiments.filter(({ id }) => id === experiment),
    },
  };
  const wanted = [
    "machine",
    "cores",
    "Node",
    "order",
    "repeats",
    "seed",
    `size in ${experiment}`,
    `limit in ${experiment}`,
    `processors in ${experiment}`,
    "total time",
    "imported",
  ];
  return factsOf(own).filter(
    ({ term }) => wanted.includes(term) || /^program\b/.test(term) || term.startsWith(NAME_TERM),
  );
}

/** Starts the terms of names that were cut. */
export const NAME_TERM = "name: ";

type Given = [term: string, text: string | null | undefined];

function machineFacts({ run: { machine } }: Pick<ListedRun, "run">): Given[] {
  const { logicalCores, physicalCores, quotaCores, memoryBytes, memoryLimitBytes, platform, osRelease, arch } = machine;
  return [
    ["machine", machine.name],
    ["processor", machine.cpuModel],
    ["cores", physicalWords(physicalCores, logicalCores)],
    ["usable", number(machine.availableParallelism, (count) => plural(count, "core"))],
    ["CPU quota", quotaCores === null ? "none" : number(quotaCores, coresWords)],
    ["memory", number(memoryBytes, formatBytes)],
    ["memory limit", memoryLimitBytes === null ? "none" : number(memoryLimitBytes, formatBytes)],
    ["system", joined([platform, osRelease, arch])],
    ["virtualisation", machine.virtualisation],
    ["CPU governor", machine.governor],
    ["scratch files on", machine.scratchFileSystem],
    ["smallest change that counts", floorWords(machine)],
  ];
}

/** Floor of the machine with the figures of its self-test. */
function floorWords({ floorPercent, selfTest }: Machine): string | undefined {
  if (typeof floorPercent !== "number") return undefined;
  const test =
    selfTest === undefined
      ? ""
      : ` (self-test of ${formatDate(selfTest.measuredAt)}: ${plural(selfTest.blocks, "repeat")}, ${whole(selfTest.comparisons)} comparisons, false alarms ${shareOfTest(selfTest.falseAlarmPercent, selfTest.blocks)}; coverage ${shareOfTest(selfTest.coveragePercent, selfTest.blocks)})`;
  return floorPercent > GENERAL_FLOOR_PERCENT
    ? `${percentLevel(floorPercent)}, the noise measured on this machine${test}`
    : `${percentLevel(GENERAL_FLOOR_PERCENT)}; the noise measured on this machine is ${plainPercent(floorPercent)}${test}`;
}

/** "1.6 %, 95 % interval 0.0 to 6.0 %": a share of the comparisons of a self-test. */
function shareOfTest(percent: number, blocks: number): string {
  return `${plainPercent(percent)}, 95 % interval ${plainInterval(shareInterval(percent, blocks))}`;
}

function physicalWords(physical: number | null | undefined, logical: number | null | undefined) {
  if (physical && logical) return `${plural(physical, "core")}, ${plural(logical, "hardware thread")}`;
  return number(logical ?? physical, (count) => plural(count, "hardware thread"));
}

function softwareFacts({ run: { software, commit, experiments } }: RunEntry): Given[] {
  const { tool, environment } = software;
  const names = environment === undefined ? undefined : Object.keys(environment).sort().join(", ") || "none";
  return [
    ["recorded with", tool.version === "unknown" ? `not known: ${tool.name}` : `${tool.name} ${tool.version}`],
    ["Node", software.node],
    ...(software.interpreters ?? []).map((one): Given => [runtimeTitle(one.runtime), interpreterWords(one)]),
    ["V8, libuv", software.v8 === undefined ? undefined : joined([software.v8, software.libuv])],
    ["Node options", software.execArgv?.join(" ") || undefined],
    ["environment", names],
    ["commit", isOfCommits(experiments) ? undefined : commitWords(commit)],
  ];
}

/** Whether all that was measured was checked out from commits, which stand with the programs: the folder's own was not. */
function isOfCommits(experiments: Run["experiments"]): boolean {
  const programs = experiments.map(({ programs = {} }) => Object.values(programs));
  return programs.every((own) => own.length > 0 && own.every(({ commit }) => commit !== undefined));
}

function commitWords(commit: Run["commit"]): string | undefined {
  return commit ? `${commit.hash.slice(0, 12)}${commit.dirty ? ", with local changes" : ""}` : undefined;
}

/** "3.11.7 (CPython; its threads share a lock; processes are started by fork unless a study says otherwise)". */
function interpreterWords({
  version,
  implementation,
  freeThreaded,
  startMethod,
}: NonNullable<Run["software"]["interpreters"]>[number]): string {
  const lock = freeThreaded
    ? "free-threaded: its threads share no lock"
    : "one thread runs Python code at a time, as all share a lock";
  return `${version} (${implementation}; ${lock}; processes are started by ${startMethod} unless the study says otherwise)`;
}

function conditionFacts({ run: { conditions } }: RunEntry): Given[] {
  if (conditions === undefined) return [];
  const { loadBefore, loadAfter, freeMemoryBytes, stealMs, throttledMs, cpuPressurePercent, clockStepNs } = conditions;
  const loads = [loadBefore, loadAfter].map((figure) => (figure === null ? UNKNOWN : fixed(figure, 2)));
  return [
    ["load before, after", loads.join(", ")],
    ["free memory", number(freeMemoryBytes, formatBytes)],
    ["time stolen", number(stealMs, formatTime)],
    ["time throttled", number(throttledMs, formatTime)],
    ["CPU pressure", number(cpuPressurePercent, (percent) => plainPercent(percent))],
    ["clock step", number(clockStepNs, (ns) => formatTime(ns / 1e6))],
  ];
}

/** "21 Nov 2026, 06:15 UTC to 21 Nov 2026, 06:16 UTC". */
function spanOf({ startedAt, finishedAt }: Pick<Run, "startedAt" | "finishedAt">): string {
  return `${formatDate(startedAt)} to ${formatDate(finishedAt)}`;
}

function planFacts(entry: RunEntry): Given[] {
  const { run } = entry;
  const { plan, seed, startedAt, resumed, origin, hypothesis } = run;
  const times: Given[] =
    origin === undefined
      ? [
          ["interrupted before", resumed?.map(spanOf).join("; ")],
          ["started, finished", spanOf(run)],
        ]
      : [
          ["measured", isDated(entry.run) ? formatDate(startedAt) : "when is not known"],
          [
            "imported",
            `${formatDate(origin.importedAt ?? startedAt)} from ${origin.file}: ${inSentences(origin.note)}`,
          ],
        ];
  const order: Given = [
    "order",
    origin === undefined
      ? "randomised complete blocks: every combination once a block, shuffled"
      : origin.blocks && "in blocks, as the file says; in which order within them is not known",
  ];
  const expected: Given = ["expected, written before the first trial", hypothesis];
  if (plan === undefined) return [expected, ...times, order];
  return [
    expected,
    ...times,
    order,
    [
      "repeats",
      `${whole(plan.blocksFinished)} of ${whole(plan.blocksPlanned)} planned finished${blocksWithoutRoom(run) > 0 ? "; the run file had no room for more" : ""}`,
    ],
    ["time budget", plan.budgetMs === null ? "none" : formatTime(plan.budgetMs)],
    ["precision", precisionWords(plan)],
    [
      "took",
      `${formatTime(plan.wallMs)}, of which measuring ${formatTime(plan.trialsMs)}, calibration ${formatTime(plan.calibrationMs)}`,
    ],
    ["control cell", controlWords(run)],
    ["seed", seed === null ? undefined : String(seed)],
  ];
}

/** The note of an import, whose own words older runs joined to the reader's without a full stop. */
function inSentences(note: string): string {
  return note.replace(/(?<![.!?:;,]) (?=Imported from )/, ". ");
}

/** The control cell: its work, its median time, its cost and its share of the run. */
function controlWords({ control, plan }: Run): string | undefined {
  if (control === undefined) return undefined;
  const times = control.trials.flatMap(({ wallMs }) => wallMs ?? []);
  const { controlMs, wallMs = 0 } = plan ?? {};
  const share =
    controlMs === undefined || wallMs === 0 ? "" : `, ${plainPercent((100 * controlMs) / wallMs)} of the run`;
  const cost = controlMs === undefined ? "" : `, which took ${formatTime(controlMs)} with its processes${share}`;
  const found = times.length === 0 ? "no time" : `median ${formatTime(median(times))}`;
  const work = `${control.workload.replaceAll("-", " ")}, N = ${whole(control.n)}`;
  return `${work}, done ${plural(control.trials.length, "time")}: ${found}${cost}`;
}

/** Target of precision and whether the run reached it. */
function precisionWords({ precision }: Plan): string | undefined {
  if (precision === undefined) return undefined;
  const { targetPercent, widestPercent, reached } = precision;
  const wanted = `±${percentLevel(targetPercent)} for every comparison with a baseline`;
  if (reached) return `${wanted}, reached`;
  return widestPercent === null
    ? `${wanted}, not reached`
    : `${wanted}, not reached: the widest interval was ±${plainPercent(widestPercent)}`;
}

function calibrationFacts({ run: { calibration = [] } }: RunEntry): Given[] {
  return calibration.map(({ experiment, workload, targetTaskMs, n, measuredTaskMs }) => [
    `size in ${experiment}`,
    `${workload.replaceAll("-", " ")}: N = ${whole(n)}, one task takes ${formatTime(measuredTaskMs)} (wanted ${formatTime(targetTaskMs)})`,
  ]);
}

/** What was found to limit the user's own work, and by how much. */
function limitFacts({ run: { experiments } }: RunEntry): Given[] {
  return experiments.flatMap(({ id, workloads = {} }) =>
    Object.values(workloads).flatMap(({ bound, cpuShare }): Given[] => {
      if (cpuShare === undefined) return [];
      const waiting = cpuShare < 0.5 ? "waiting, not the cores" : "not the cores alone";
      const limit = bound === "cpu" ? "the cores" : waiting;
      return [
        [
          `limit in ${id}`,
          `${limit}: with the fewest workers the work computed ${plainPercent(100 * cpuShare)} of its time (CPU time over wall clock)`,
        ],
      ];
    }),
  );
}

/** The processors that trials were bound to: by the number of cores, or the halves of versions that ran at once. */
function processorFacts({ run: { experiments } }: RunEntry): Given[] {
  return experiments.map(({ id, coreSets = [], versions, cells }): Given => {
    const term = `processors in ${id}`;
    const sets = coreSets.map(({ cores, cpus, physicalCores }) => {
      const physical = physicalCores === null ? "" : ` (${plural(physicalCores, "physical core")})`;
      return `${coresWords(cores)}: ${cpus}${physical}`;
    });
    if (sets.length > 0) return [term, sets.join("; ")];
    if (versions?.sideBySide === undefined) return [term, undefined];
    const halves = new Set(cells.flatMap(({ trials }) => trials.flatMap(({ cpus }) => cpus ?? [])));
    const own = [...halves].sort().join(" and ");
    return [term, `both versions at once, each on one of ${own}, swapped after every repeat`];
  });
}

/** What the short names of long ones stand for. */
function nameFacts({ analysis }: RunEntry): Given[] {
  const given = Object.assign({}, ...analysis.experiments.map(({ givenNames }) => givenNames)) as Record<
    string,
    string
  >;
  return Object.entries(given).map(([short, full]): Given => [`${NAME_TERM}${short}`, full]);
}

/** Definition of the total time for the kinds of trials in the run. */
function timeFacts({ run: { origin, experiments } }: RunEntry): Given[] {
  if (origin !== undefined) return [];
  const areCommands = experiments.flatMap((experiment) =>
    experiment.cells.map(({ factors }) => isStartedAnew(experiment, factors.strategy)),
  );
  return [...(areCommands.includes(false) ? HOSTED : []), ...(areCommands.includes(true) ? COMMANDS : [])];
}

const HOSTED: Given[] = [
  [
    "total time",
    "from the first start-up to the last result, what a caller waits for; start-up is part of it everywhere",
  ],
  ["each repeat", "in a freshly started host process with a controlled environment"],
];

const COMMANDS: Given[] = [
  ["total time of a command", "from before it is started until it is gone"],
  ["each repeat of a command", "the program itself, with nothing around it, in a controlled environment"],
  ["CPU time of a command", "of all processes that it waited for, in steps of 10 ms"],
];

function number(figure: number | null | undefined, format: (figure: number) => string): string | null | undefined {
  return typeof figure === "number" ? format(figure) : figure;
}

/** The known parts; `null` where all are known to be missing, `undefined` where none was recorded. */
function joined(parts: (string | null | undefined)[]): string | null | undefined {
  const known = parts.filter((part) => typeof part === "string");
  if (known.length > 0) return known.join(" ");
  return parts.some((part) => part === null) ? null : undefined;
}
