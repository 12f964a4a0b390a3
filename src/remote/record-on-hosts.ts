import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { codeOf } from "../record/files/regular-files.js";
import { mergeRuns } from "../record/folder/merge-runs.js";
import { wentOnWith } from "../record/folder/run-facts.js";
import { RunIndex } from "../record/folder/run-index.js";
import { UserError } from "../user-error.js";
import { carryOver, greeted, type Machine, next, type Packs, Refused } from "./carry-over.js";
import type { FromMachine, Order } from "./messages.js";

/** How often a machine hears that we are there. */
const ALIVE_MS = 10_000;
/** A time of day that is further from ours is told. */
const CLOCK_MS = 60_000;
/** What a run file, or a journal, may be called. */
const FILE_NAME = /^[a-z0-9][a-z0-9.-]*$/;

/** A study that several machines are to record, each by itself. */
export interface OrderedStudy {
  order: Order;
  packs: Packs;
  /** Folder that the run files are brought into. */
  runsDir: string;
  /** Aborted: the machines finish with what is there. */
  stop: AbortSignal;
  /** `was`: what the machine was called before its name was known. */
  onLine(host: string, line: string, was?: string): void;
}

/** What became of the study on one machine. */
export interface HostResult {
  host: string;
  /** What the machine calls itself, and its Node. */
  name?: string;
  node?: string;
  /** Id of the machine, as the newest of its runs has it: on pages it goes by that, not by the name of its host. */
  machine?: string;
  /** Ids of the runs that were brought here, or were here already, the last one last. */
  runs: string[];
  /** Those of them that are recordings of their own, and that the last one did not go on with. */
  earlier?: string[];
  /** As `scalebook run` has it; absent where the recording did not end there while we listened. */
  exitCode?: number;
  /** Why there is no run, or not all of it. */
  problem?: string;
  /** By how much its time of day is ahead of ours, where that is more than a minute. */
  clockAheadMs?: number;
  /** Time of each step in ms: until it answered, until it had program and study, of the recording, and of its way here. */
  times: { connectMs: number; sendMs: number; recordMs: number; fetchMs: number };
}

/** What became of the study on a machine of which nothing is known yet. */
export function newResult(host: string): HostResult {
  return { host, runs: [], times: { connectMs: 0, sendMs: 0, recordMs: 0, fetchMs: 0 } };
}

/** What is said of a machine that is through. */
export function outcomeOf({ problem, runs, exitCode }: HostResult): string {
  if (problem !== undefined || runs.length === 0) return problem ?? "recorded nothing";
  return `${exitCode === 130 ? "interrupted, kept as" : "recorded"} ${runs.at(-1)}`;
}

/** "1 machine of 3 recorded all of it, 1 a part". */
export function recordedWords(hosts: number, failed: readonly HostResult[]): string {
  const parts = failed.filter(({ runs }) => runs.length > 0).length;
  const whole = hosts - failed.length;
  const those = `${whole} ${whole === 1 ? "machine" : "machines"} of ${hosts} recorded`;
  return parts === 0 ? those : `${those} all of it, ${parts} a part`;
}

/** Records on all machines at once; a machine that fails is a result, and the others go on. */
export function recordOnHosts(
  hosts: readonly string[],
  connect: (host: string) => Promise<Machine>,
  study: OrderedStudy,
): Promise<HostResult[]> {
  return Promise.all(
    hosts.map(async (host) => {
      const result = newResult(host);
      const isLost = await attempt(connect, study, result);
      // It may be there again, or there all the time: what it recorded until then is brought here.
      if (isLost && !study.stop.aborted) {
        study.onLine(host, `${result.problem}; fetching what it recorded ...`);
        await attempt(connect, { ...study, order: { ...study.order, mode: "fetch" } }, result);
        result.problem +=
          result.runs.length > 0 ? "; what it had recorded is here" : "; what it recorded is kept there";
      }
      study.onLine(host, outcomeOf(result));
      return result;
    }),
  );
}

/** Records on one machine, or fetches what it recorded; whether it was lost while it did. What went wrong first is the problem. */
async function attempt(
  connect: (host: string) => Promise<Machine>,
  study: OrderedStudy,
  result: HostResult,
): Promise<boolean> {
  const progress = { hasBegun: false };
  try {
    await recordOn(await connect(result.host), study, result, progress);
    return false;
  } catch (error) {
    if (!(error instanceof UserError) && codeOf(error) === undefined) throw error;
    const isGivenUp = study.stop.aborted && !progress.hasBegun;
    result.problem ??= isGivenUp ? "stopped before it recorded anything" : (error as Error).message;
    return progress.hasBegun && !(error instanceof Refused);
  }
}

async function recordOn(
  machine: Machine,
  study: OrderedStudy,
  result: HostResult,
  progress: { hasBegun: boolean },
): Promise<void> {
  const lap = laps(result.times);
  // Before it records nothing is lost: a connection that is being made, or a program on its way, is given up.
  const interrupt = () => (progress.hasBegun ? machine.say({ kind: "interrupt" }) : machine.abandon());
  study.stop.addEventListener("abort", interrupt);
  const alive = setInterval(() => machine.say({ kind: "here" }), ALIVE_MS);
  const arrived = await mkdtemp(join(tmpdir(), "scalebook-hosts-"));
  const onLine = (line: string) => study.onLine(result.host, line);
  try {
    const heard = machine.messages();
    const { name, node, atMs } = await greeted(heard);
    const clockAheadMs = atMs - Date.now();
    Object.assign(result, { name, node, ...(Math.abs(clockAheadMs) > CLOCK_MS && { clockAheadMs }) });
    lap("connectMs");
    onLine("connected");
    await carryOver(machine, heard, study.packs, onLine);
    lap("sendMs");
    progress.hasBegun = true;
    machine.say({ kind: "record", order: study.order });
    const { files, exitCode } = await recording(heard, arrived, onLine, () => lap("recordMs"));
    if (await bringHere(arrived, study.runsDir, result)) machine.say({ kind: "stored", names: files });
    if (study.order.mode !== "fetch") result.exitCode = exitCode;
    lap("fetchMs");
  } finally {
    clearInterval(alive);
    study.stop.removeEventListener("abort", interrupt);
    machine.close();
    await rm(arrived, { recursive: true, force: true });
  }
}

/** Brings the run files of a machine from a folder into `runsDir`; whether all of them could be. */
export async function bringHere(folder: string, runsDir: string, result: HostResult): Promise<boolean> {
  const { added, present, problems: all } = await mergeRuns(runsDir, [folder]);
  // Of a folder that nodes share, another job may record in it by now.
  const problems = all.filter(({ isLive }) => !isLive);
  // Ids begin with the time at which a run was started.
  result.runs = [...present, ...added.map(({ id }) => id)].sort();
  const brought = (await new RunIndex(folder).read()).runs.find(({ run }) => run.id === result.runs.at(-1));
  if (brought !== undefined) {
    result.machine = brought.run.machine.id;
    result.earlier = result.runs.slice(0, -1).filter((id) => !wentOnWith(brought.run, id));
  }
  if (problems.length > 0) result.problem ??= [...new Set(problems.map(({ message }) => message))].join("; ");
  return problems.length === 0;
}

/** Hears the recording to its end. Run files go into a folder of their own: they are those of a stranger until they are read. */
async function recording(
  heard: AsyncGenerator<FromMachine>,
  arrived: string,
  onLine: (line: string) => void,
  onEnd: () => void,
): Promise<{ files: string[]; exitCode: number }> {
  const files: string[] = [];
  for (;;) {
    const message = await next(heard).catch((error: unknown) => {
      onEnd();
      throw error;
    });
    if (message.kind === "line") onLine(message.text);
    if ((message.kind === "file" || message.kind === "ended") && files.length === 0) onEnd();
    if (message.kind === "ended") return { files, exitCode: message.exitCode };
    if (message.kind !== "file") continue;
    const { name, content } = message;
    if (!FILE_NAME.test(name)) throw new UserError(`it sent a file by a name that no run has: ${name.slice(0, 80)}`);
    await writeFile(join(arrived, name), Buffer.from(content, "base64"));
    files.push(name);
  }
}

/** Notes the time since the step before as that of the step that ends. */
function laps(times: HostResult["times"]): (step: keyof HostResult["times"]) => void {
  let sinceMs = performance.now();
  return (step) => {
    const now = performance.now();
    times[step] += now - sinceMs;
    sinceMs = now;
  };
}
