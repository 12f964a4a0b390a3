import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { refusedCall } from "../record/files/regular-files.js";
import { UserError } from "../user-error.js";
import { carryOver, greeted } from "./carry-over.js";
import { connectHere } from "./connection.js";
import { messageIn } from "./heard.js";
import { finishedRun, keptRuns, putAside } from "./kept-runs.js";
import type { Order } from "./messages.js";
import { bringHere, type HostResult, newResult, type OrderedStudy, outcomeOf } from "./record-on-hosts.js";
import { cancel, type ElementState, excludedBy, keepApart, statesOf, submit } from "./slurm.js";

/** A study for the nodes of a cluster, which share the folder of what is kept. */
export interface SlurmStudy extends OrderedStudy {
  nodes: number;
  partition?: string;
  /** Further options of sbatch. */
  more: readonly string[];
}

/** What an element of the job reads. */
export interface ElementOrder {
  order: Order;
  kept: string;
  study: string | null;
}

const LOOK_MS = 2_000;
/** States in which an element may still say something. */
const UNDER_WAY = ["PENDING", "CONFIGURING", "RUNNING", "COMPLETING", "SUSPENDED", "REQUEUED", "STAGE_OUT"];
/** Why an element will never start. */
const NEVER = /BadConstraints|InvalidAccount|InvalidQOS|PartitionNodeLimit|PartitionTimeLimit/;
/** No node is left that answers: one that is started anew does so before long. */
const NO_NODE = /ReqNodeNotAvail.*UnavailableNodes/;
const NO_NODE_MS = 60_000;

interface Element {
  number: number;
  result: HostResult;
  readBytes: number;
  /** Since when no node answers that it could have; `null` where one does. */
  noNodeMs: number | null;
  isOver: boolean;
}

/** Records on so many nodes, each by itself, and brings the runs here. With `resume`, on as many as have not finished yet. */
export async function recordOnSlurm(study: SlurmStudy): Promise<HostResult[]> {
  const excluded = excludedBy(study.more);
  const here = await connectHere();
  const heard = here.messages();
  const { kept } = await greeted(heard);
  const folders = await carryOver(here, heard, study.packs, () => undefined);
  here.close();
  const runs = join(kept, "runs", study.order.hash);
  const finished = study.order.mode === "resume" ? await finishedNodes(runs) : [];
  const results = finished.map((node): HostResult => ({ ...newResult(node), exitCode: 0 }));
  const missing = study.nodes - finished.length;
  if (missing > 0) {
    const command = await elementCommand(kept, folders, study.order);
    const elements = await recordElements(command, missing, [...finished, ...excluded], study);
    results.push(...elements.map(({ result }) => result));
  }
  for (const result of results) {
    const folder = join(runs, result.host);
    await fetchRuns(result, folder, study.runsDir);
    if (result.exitCode === 0 && result.runs.length === 0)
      result.problem ??= `no run of it is in ${folder}: SCALEBOOK_CACHE has to name a folder that all nodes see`;
    study.onLine(result.host, outcomeOf(result));
  }
  return results;
}

/** Writes the order down for the elements; the command of one, and the folder in which it writes. */
async function elementCommand(kept: string, folders: { program?: string; study?: string }, order: Order) {
  const folder = join(kept, "jobs", `${order.hash.slice(0, 16)}-${Date.now()}`);
  await mkdir(folder, { recursive: true });
  const file = join(folder, "order.json");
  await writeFile(file, JSON.stringify({ order, kept, study: folders.study ?? null } satisfies ElementOrder));
  const program = join(folders.program ?? "", ".build", "cli", "slurm-element.js");
  return { folder, command: [process.execPath, program, file] };
}

async function recordElements(
  { folder, command }: Awaited<ReturnType<typeof elementCommand>>,
  count: number,
  exclude: readonly string[],
  { stop, onLine, partition, more }: SlurmStudy,
): Promise<Element[]> {
  const output = join(folder, "%a.log");
  onLine("slurm", "submitting the job ...");
  const job = await submit({ elements: count, command, output, exclude, more, ...(partition && { partition }) });
  const elements = Array.from({ length: count }, (_, at): Element => {
    return { number: at + 1, result: newResult(`${job}_${at + 1}`), readBytes: 0, noNodeMs: null, isOver: false };
  });
  for (const { result } of elements) onLine(result.host, "submitted ...", "slurm");
  const startMs = performance.now();
  let apart = exclude;
  let isCancelled = false;
  while (elements.some(({ isOver }) => !isOver)) {
    try {
      if (stop.aborted && !isCancelled) await cancel(job);
      isCancelled ||= stop.aborted;
      const states = await statesOf(job);
      for (const element of elements)
        if (!element.isOver) await look(element, states.get(element.number), { folder, startMs, onLine, isCancelled });
      for (const { number, result } of elements)
        if (result.problem !== undefined && states.get(number)?.state === "PENDING") await cancel(`${job}_${number}`);
      apart = await keptApart(job, states, apart);
    } catch (error) {
      // Its controller may be started anew: the elements go on meanwhile.
      if (!(error instanceof UserError)) throw error;
      for (const { result, isOver } of elements) if (!isOver) onLine(result.host, `${error.message}; asking again ...`);
    }
    await pause(LOOK_MS, undefined, stop.aborted ? {} : { signal: stop }).catch(() => undefined);
  }
  return elements;
}

interface Looked {
  folder: string;
  startMs: number;
  onLine: SlurmStudy["onLine"];
  isCancelled: boolean;
}

/** Reads what an element wrote since the last look, and decides whether it is over. */
async function look(
  element: Element,
  state: ElementState | undefined,
  { folder, startMs, onLine, isCancelled }: Looked,
): Promise<void> {
  const { result, number } = element;
  const passedMs = performance.now() - startMs;
  if (state?.node && result.name === undefined) {
    onLine(state.node, "started", result.host);
    Object.assign(result, { host: state.node, name: state.node });
    result.times.connectMs = passedMs;
  } else if (state?.state === "PENDING")
    onLine(result.host, `waits in the queue${state.reason && ` (${state.reason.replaceAll("_", " ")})`} ...`);
  const bytes = await readFile(join(folder, `${number}.log`)).catch(() => Buffer.alloc(0));
  const end = bytes.lastIndexOf("\n") + 1;
  for (const line of bytes.subarray(element.readBytes, end).toString().split("\n")) hear(line, element, onLine);
  element.readBytes = Math.max(element.readBytes, end);
  const said = bytes.toString();
  if (element.isOver) {
    result.times.recordMs = passedMs - result.times.connectMs;
    // Such as at the end of its time, or by scancel from elsewhere.
    if (result.exitCode === 130 && !isCancelled) result.problem = `interrupted${lastSaid(said)}`;
  } else if (state === undefined || !UNDER_WAY.includes(state.state) || isHopeless(element, state)) {
    element.isOver = true;
    result.problem = endedWords(state, said);
  }
  // Its run comes here when the others are through, which may wait in the queue for long.
  if (element.isOver) onLine(result.host, result.problem ?? "finished there");
}

/** Whether an element that waits will not start: Slurm says so, or no node has answered for a minute. */
function isHopeless(element: Element, { state, reason }: ElementState): boolean {
  const now = performance.now();
  element.noNodeMs = NO_NODE.test(reason) ? (element.noNodeMs ?? now) : null;
  return (
    state === "PENDING" && (NEVER.test(reason) || (element.noNodeMs !== null && now - element.noNodeMs >= NO_NODE_MS))
  );
}

function hear(line: string, element: Element, onLine: SlurmStudy["onLine"]): void {
  // The cluster's own programs write to the same file.
  const message = messageIn(line);
  if (message === null) return;
  if (message.kind === "line") onLine(element.result.host, message.text);
  else if (message.kind === "refused") Object.assign(element.result, { problem: message.message });
  else if (message.kind === "ended") Object.assign(element.result, { exitCode: message.exitCode });
  element.isOver ||= message.kind === "refused" || message.kind === "ended";
}

/** Why an element is over that did not say so itself. */
function endedWords(state: ElementState | undefined, said: string): string {
  if (state === undefined) return `Slurm knows nothing of it any more${lastSaid(said)}`;
  if (state.reason === "BadConstraints") return "there is no other node for it: every element has a node of its own";
  const reason = state.reason.replaceAll("_", " ");
  if (state.state === "PENDING") return `it could not start, and was taken back (${reason})`;
  return `Slurm ended it (${[state.state, reason].filter(Boolean).join(", ")})${lastSaid(said)}`;
}

/** ": " and the last line that is not a message. */
function lastSaid(said: string): string {
  const last = said.split("\n").findLast((line) => line.trim() !== "" && !line.startsWith("{"));
  return last === undefined ? "" : `: ${last.trim()}`;
}

/** Keeps elements that wait away from the nodes that others have; gives these nodes. */
async function keptApart(
  job: string,
  states: Map<number, ElementState>,
  apart: readonly string[],
): Promise<readonly string[]> {
  const waiting = [...states].flatMap(([number, { state }]) => (state === "PENDING" ? [number] : []));
  const nodes = [...new Set([...apart, ...[...states.values()].flatMap(({ node }) => (node === "" ? [] : [node]))])];
  if (waiting.length > 0 && nodes.length > apart.length) await keepApart(job, waiting, nodes);
  return nodes;
}

/** Nodes on which the study was finished. */
async function finishedNodes(runs: string): Promise<string[]> {
  const finished: string[] = [];
  for (const node of await readdir(runs).catch(() => []))
    if ((await finishedRun(join(runs, node))) !== null) finished.push(node);
  return finished;
}

/** Brings the runs of a node here, finished ones and what there is of others. */
async function fetchRuns(result: HostResult, folder: string, runsDir: string): Promise<void> {
  const startMs = performance.now();
  const isThere = (await readdir(folder).catch(() => null)) !== null;
  try {
    if (isThere && (await bringHere(folder, runsDir, result))) putAside(folder, (await keptRuns(folder)).finished);
  } catch (error) {
    const told = refusedCall(error, []);
    if (!(told instanceof UserError)) throw error;
    result.problem ??= told.message;
  }
  result.times.fetchMs = performance.now() - startMs;
}
