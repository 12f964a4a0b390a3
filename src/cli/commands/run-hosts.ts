import { access, constants, readFile } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import type { AskedRecording } from "../../app/record-request.js";
import { nodeFiles } from "../../record/files/file-system.js";
import { fileError, makeKeptFolder } from "../../record/files/regular-files.js";
import { machineMark } from "../../record/folder/machine-names.js";
import type { RunFolder } from "../../record/folder/run-folder.js";
import { sha256 } from "../../record/schema/run-id.js";
import { isElsewhere } from "../../record/timing/effective-workers.js";
import { connect, parseHosts } from "../../remote/connection.js";
import type { Order } from "../../remote/messages.js";
import { pack } from "../../remote/pack.js";
import { programFiles } from "../../remote/program-files.js";
import { type HostResult, type OrderedStudy, recordedWords, recordOnHosts } from "../../remote/record-on-hosts.js";
import { studyFiles } from "../../remote/study-files.js";
import { moduleName } from "../../runner/hosts/index.js";
import { programsIn } from "../../runner/request/programs.js";
import { isCommand, splitCommand } from "../../study/command-line.js";
import type { Study } from "../../study/study.js";
import { UserError } from "../../user-error.js";
import { plural } from "../../words/number.js";
import { clock } from "../../words/time.js";
import { wholeNumber } from "../arguments.js";
import { type Io, type Result, runsDirOf } from "../command.js";
import { askedRecording } from "../options/asked-recording.js";
import { wordsOf } from "../options/recorded-command.js";
import { EXTENT_OPTIONS, type RecordingGiven, STUDY_OPTIONS } from "../options/recording-flags.js";
import { openFolder } from "../options/run-folder.js";
import { refuseStray } from "../options/stray-options.js";
import { textTable } from "../print/table.js";
import { hostLines } from "../progress/host-lines.js";

/** Records the same study on several machines, each by itself, and brings their run files here: by ssh, or by Slurm. */
export async function recordOnMachines(given: RecordingGiven, io: Io): Promise<Result> {
  const { options } = given;
  const hosts = options.hosts === undefined ? null : parseHosts(options.hosts);
  refuseStray(options);
  const ordered = await orderedStudy(given);
  const runsDir = runsDirOf(given);
  await requireRoom(runsDir);
  const stop = new AbortController();
  const lines = hostLines(io, hosts ?? []);
  const stopListening = io.onInterrupt(() => {
    if (stop.signal.aborted) process.exit(130);
    lines.note("Interrupted: the machines finish with what is there (again to stop now)");
    stop.abort();
  });
  if (ordered.isUncompared) lines.note("The program is not here: what the machines have is not compared");
  const study = { ...ordered, runsDir, stop: stop.signal, onLine: lines.line };
  try {
    const results = await (hosts === null ? onSlurm(study, options) : onHosts(study, hosts, options, io));
    return resultOf(results, stop.signal.aborted, (columns) => answersText(results, openFolder(given, io), columns));
  } finally {
    stopListening();
    lines.end();
  }
}

/** Throws a UserError for a folder that runs could not be brought into, before anything is recorded. */
async function requireRoom(runsDir: string): Promise<void> {
  try {
    await makeKeptFolder(runsDir, nodeFiles);
    await access(runsDir, constants.W_OK);
  } catch (error) {
    throw fileError(`cannot write runs to ${runsDir}`, error);
  }
}

function onHosts(study: OrderedStudy, hosts: readonly string[], options: RecordingGiven["options"], io: Io) {
  const ssh = splitCommand(io.env.SCALEBOOK_SSH ?? "ssh", "SCALEBOOK_SSH");
  return recordOnHosts(hosts, (host) => connect(host, ssh, options["hosts-node"] ?? "node"), study);
}

async function onSlurm(study: OrderedStudy, { nodes, partition, sbatch }: RecordingGiven["options"]) {
  const { recordOnSlurm } = await import("../../remote/record-on-slurm.js");
  return recordOnSlurm({
    ...study,
    nodes: nodes === undefined ? 1 : wholeNumber(nodes, "--nodes", 1, 1_000),
    ...(partition !== undefined && { partition }),
    more: sbatch === undefined ? [] : splitCommand(sbatch, "--sbatch"),
  });
}

/** The order, with the program and the files of the study. The options are read here first: a mistake is told before anything is sent. */
async function orderedStudy(
  given: RecordingGiven,
): Promise<Pick<OrderedStudy, "order" | "packs"> & { isUncompared: boolean }> {
  const { positionals, options } = given;
  const { asked } = await askedRecording({ positionals, options: { ...options, resume: undefined } });
  const args = [
    ...positionals,
    ...wordsOf(options, [
      ...STUDY_OPTIONS,
      ...EXTENT_OPTIONS,
      "control",
      "timeout",
      "seed",
      "label",
      "hypothesis",
      "compress",
    ]),
  ];
  refuseElsewhere(asked);
  const program = pack(await programFiles());
  const named = carriedOver(asked.loaded.study, options, asked.folder);
  const place = options["hosts-folder"];
  const isThere = place !== undefined || named === null;
  const carried = isThere ? { files: [], folder: place ?? process.cwd() } : await studyFiles(named, process.cwd());
  const { folder } = carried;
  const study = isThere ? undefined : pack(carried.files);
  const hash = sha256(JSON.stringify([args, folder, study?.hash ?? null]));
  const files = isThere ? await programsHere(asked, options.study) : [];
  const order: Order = { hash, args, folder, files, mode: options.resume === undefined ? "record" : "resume" };
  const isUncompared = files.length === 0 && asked.loaded.study.experiments.some(isCommand);
  return { order, packs: { program, ...(study && { study }) }, isUncompared };
}

function refuseElsewhere({ loaded, overrides }: AskedRecording): void {
  const inStudy = loaded.study.experiments.flatMap(({ matrix }) => matrix.flatMap(({ strategy }) => strategy));
  if (!(overrides.strategies ?? inStudy).some(isElsewhere)) return;
  throw new UserError(
    "the strategy queue has machines of its own, which `scalebook worker` brings: leave it out, or --hosts and --slurm",
  );
}

/** The files of programs under test, and the study file, that are here: those on the machines must be the same. */
async function programsHere({ loaded, folder }: AskedRecording, study: string | undefined): Promise<Order["files"]> {
  const environment = { PATH: process.env.PATH ?? "" };
  const surroundings = { folder, environment, catalogue: { workloads: {} }, top: sep };
  const found: Order["files"] = [];
  for (const experiment of loaded.study.experiments) {
    const { program, programs = {} } = await programsIn(experiment, surroundings);
    for (const { files } of [...(program ? [program] : []), ...Object.values(programs)]) found.push(...files);
  }
  if (study !== undefined) found.push({ path: resolve(study).slice(1), sha256: sha256(await readFile(study)) });
  const named = found.map(({ path, sha256: hash }): [string, string] => [fromHere(`${sep}${path}`), hash]);
  return [...new Map(named)].map(([path, hash]) => ({ path, sha256: hash }));
}

/** A path from the current folder where it is below it: the machines have it in a folder of their own. */
function fromHere(path: string): string {
  const below = relative(process.cwd(), path);
  return below.startsWith("..") ? path : below;
}

/** Paths of the study file and of its modules; `null` where programs are run, which have to be on the hosts. */
function carriedOver({ experiments }: Study, { study }: RecordingGiven["options"], folder: string): string[] | null {
  if (experiments.some((one) => isCommand(one) || one.hooks !== undefined)) return null;
  const modules = experiments.flatMap(({ module, modules = {} }) => [
    ...(module ? [module] : []),
    ...Object.values(modules),
  ]);
  const files = modules.map((path) => resolve(folder, moduleName(path).file));
  return [...(study === undefined ? [] : [resolve(study)]), ...new Set(files)];
}

/** Why a machine has no run, or not all of it; empty where it has. */
function problemOf({ problem, exitCode }: HostResult): string {
  if (problem !== undefined) return problem;
  if (exitCode === 130) return "interrupted";
  return exitCode === 0 ? "" : "a program gave no result";
}

function clockNote({ host, clockAheadMs }: HostResult): string[] {
  if (clockAheadMs === undefined) return [];
  const where = clockAheadMs > 0 ? "ahead of" : "behind";
  const days = Math.floor(Math.abs(clockAheadMs) / 86_400_000);
  const off = days > 0 ? plural(days, "day") : clock(Math.abs(clockAheadMs));
  return [`The clock of ${host} is ${off} ${where} this one's: its run is dated by it\n`];
}

/** A machine that could not hand over what it recorded does so the next time. */
function earlierNote({ host, earlier = [] }: HostResult): string[] {
  return earlier.length === 0
    ? []
    : [`From ${host} comes an earlier recording of this study too: ${earlier.join(", ")}\n`];
}

function nextSteps(results: readonly HostResult[], isUnfinished: boolean): string[] {
  const brought = results.filter(({ runs }) => runs.length > 0).length;
  return [
    ...(brought > 1 ? ["`scalebook build` shows the machines side by side\n"] : []),
    ...(brought === 1 ? ["`scalebook build` shows what was recorded\n"] : []),
    ...(isUnfinished ? ["The same command with --resume goes on with what is missing\n"] : []),
  ];
}

/** What the machines say, from the runs that they handed over. */
async function answersText(results: readonly HostResult[], folder: RunFolder, columns: number): Promise<string> {
  const [{ analyseRun }, { machineAnswers }] = await Promise.all([
    import("../../analysis/analyse.js"),
    import("../print/machine-answers.js"),
  ]);
  const recorded = [];
  for (const { host, runs } of results) {
    const id = runs.at(-1);
    if (id !== undefined) recorded.push({ host, analysis: analyseRun((await folder.find(id)).run) });
  }
  const text = await machineAnswers(recorded, columns);
  return text === "" ? "" : `${text}\n`;
}

function resultOf(
  results: readonly HostResult[],
  wasInterrupted: boolean,
  answers: (columns: number) => Promise<string>,
): Result {
  const failed = results.filter((result) => problemOf(result) !== "");
  // A program that gives no result is recorded all the same, and would give none another time.
  const unfinished = failed.filter(({ problem, exitCode }) => problem !== undefined || exitCode === 130);
  return {
    json: { hosts: results },
    text: async (columns) => [
      await answers(columns),
      textTable(
        [
          { head: "machine", names: true },
          { head: "run", names: true },
          { head: "recorded in", figures: true },
          { head: "problem" },
        ],
        results.map((result) => [
          result.machine === undefined ? result.host : `${result.host} (${machineMark(result.machine)})`,
          result.runs.at(-1) ?? "none",
          result.times.recordMs >= 500 ? clock(result.times.recordMs) : "",
          problemOf(result),
        ]),
        columns,
      ),
      ...results.flatMap(clockNote),
      ...results.flatMap(earlierNote),
      `${recordedWords(results.length, unfinished)}\n`,
      ...nextSteps(results, unfinished.length > 0),
    ],
    exitCode: wasInterrupted ? 130 : failed.length > 0 ? 2 : 0,
  };
}
