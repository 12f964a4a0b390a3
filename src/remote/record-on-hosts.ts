import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { codeOf } from "../record/files/regular-files.js";
import { mergeRuns } from "../record/folder/merge-runs.js";
import { UserError } from "../user-error.js";
import { carryOver, greeted, type Machine, next, type Packs } from "./carry-over.js";
import type { FromMachine, Order } from "./messages.js";

/** How often a machine hears that we are there. */
const ALIVE_MS = 10_000;
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
  onLine(host: string, line: string): void;
}

/** What became of the study on one machine. */
export interface HostResult {
  host: string;
  /** What the machine calls itself, and its Node. */
  name?: string;
  node?: string;
  /** Ids of the runs that were brought here, or were here already. */
  runs: string[];
  /** As `scalebook run` has it. */
  exitCode?: number;
  /** Why there is no run, or not all of it. */
  problem?: string;
  /** Time of each step in ms: until it answered, until it had program and study, of the recording, and of its way here. */
  times: { connectMs: number; sendMs: number; recordMs: number; fetchMs: number };
}

/** Records on all machines at once; a machine that fails is a result, and the others go on. */
export function recordOnHosts(
  hosts: readonly string[],
  connect: (host: string) => Promise<Machine>,
  study: OrderedStudy,
): Promise<HostResult[]> {
  return Promise.all(
    hosts.map(async (host) => {
      const result: HostResult = { host, runs: [], times: { connectMs: 0, sendMs: 0, recordMs: 0, fetchMs: 0 } };
      try {
        await recordOn(await connect(host), study, result);
      } catch (error) {
        if (!(error instanceof UserError) && codeOf(error) === undefined) throw error;
        result.problem = (error as Error).message;
      }
      return result;
    }),
  );
}

async function recordOn(machine: Machine, study: OrderedStudy, result: HostResult): Promise<void> {
  const lap = laps(result.times);
  const interrupt = () => machine.say({ kind: "interrupt" });
  study.stop.addEventListener("abort", interrupt);
  const alive = setInterval(() => machine.say({ kind: "here" }), ALIVE_MS);
  const arrived = await mkdtemp(join(tmpdir(), "scalebook-hosts-"));
  try {
    const heard = machine.messages();
    const { name, node } = await greeted(heard);
    Object.assign(result, { name, node });
    lap("connectMs");
    await carryOver(machine, heard, study.packs);
    lap("sendMs");
    machine.say({ kind: "record", order: study.order });
    const { files, exitCode } = await recording(heard, arrived, {
      onLine: (line) => study.onLine(result.host, line),
      onFirstFile: () => lap("recordMs"),
    });
    const { added, present, problems } = await mergeRuns(study.runsDir, [arrived]);
    machine.say({ kind: "stored", names: files });
    Object.assign(result, { exitCode, runs: [...present, ...added.map(({ id }) => id)] });
    if (problems.length > 0) result.problem = problems.map(({ message }) => message).join("; ");
    lap("fetchMs");
  } finally {
    clearInterval(alive);
    study.stop.removeEventListener("abort", interrupt);
    machine.close();
    await rm(arrived, { recursive: true, force: true });
  }
}

/** Hears the recording to its end. Run files go into a folder of their own: they are those of a stranger until they are read. */
async function recording(
  heard: AsyncGenerator<FromMachine>,
  arrived: string,
  { onLine, onFirstFile }: { onLine(line: string): void; onFirstFile(): void },
): Promise<{ files: string[]; exitCode: number }> {
  const files: string[] = [];
  for (;;) {
    const message = await next(heard);
    if (message.kind === "line") onLine(message.text);
    if ((message.kind === "file" || message.kind === "ended") && files.length === 0) onFirstFile();
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
    times[step] = now - sinceMs;
    sinceMs = now;
  };
}
