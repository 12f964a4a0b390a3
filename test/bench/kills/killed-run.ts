/** A recording that is killed and gone on with, held to one that nobody disturbed: see {@link killRecording}. */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { readRuns } from "../../../.build/record/folder/run-index.js";
import type { Run, Trial } from "../../../.build/record/schema/run-schema.js";
import { ended, type Ground, type Killed, killAfter, RECORDINGS, type Recorded } from "./kill.js";

/** A trial that is kept, with its place in the run. */
interface Kept {
  experiment: number;
  cell: number;
  trial: Trial & { block: number; position: number };
}

type Line = { kind: "header"; run: Run } | ({ kind: "trial" } & Kept) | { kind: "control" | "note" };

const undisturbed = new Map<Recorded, { run: Run; tookMs: number }>();

/** The run as it is where nothing is killed, and how long it takes. Recorded once. */
export async function undisturbedRun(ground: Ground, variant: Recorded): Promise<{ run: Run; tookMs: number }> {
  const there = undisturbed.get(variant);
  if (there !== undefined) return there;
  const runs = emptied(ground);
  const { code, err, tookMs } = await ended(ground, ["run", ...RECORDINGS[variant].flat()]);
  const [stored] = (await readRuns(runs)).runs;
  if (stored?.run.status !== "complete") throw new Error(`${variant} ended with ${code} undisturbed: ${err}`);
  const told = { run: stored.run, tookMs };
  undisturbed.set(variant, told);
  return told;
}

/** Kills a recording at these moments: the first time as it is begun, then as it is gone on with. Then goes on with it to its end. */
export async function killRecording(ground: Ground, variant: Recorded, momentsMs: readonly number[]): Promise<Killed> {
  const due = await undisturbedRun(ground, variant);
  const runs = emptied(ground);
  const begin = ["run", ...RECORDINGS[variant].flat()];
  const resume = ["run", ...RECORDINGS[variant][0], "--resume"];
  const [orphans, faults]: string[][] = [[], []] as [string[], string[]];
  let kept: Kept[] = [];
  let [readable, running] = [0, 0];
  for (const [index, afterMs] of momentsMs.entries()) {
    const left = await killAfter(ground, index === 0 ? begin : resume, afterMs);
    orphans.push(...left.orphans);
    running += left.running;
    const now = keptIn(runs);
    if (index > 0) faults.push(...missing(now ?? kept, kept));
    kept = now ?? kept;
    const unread = existsSync(runs) ? await unreadable(ground, kept) : [];
    faults.push(...unread);
    readable += Number(unread.length === 0);
  }
  const left = { kills: momentsMs.length, readable, journalled: kept.length, running, orphans };
  const { how, faults: ending } = await finish(ground, { resume, begin, kept });
  const { runs: stored, problems } = await readRuns(runs);
  faults.push(...ending, ...problems.map(({ message }) => message), ...litter(ground, how));
  const run = stored.findLast((one) => one.run.status === "complete")?.run;
  if (run === undefined) return { ...left, lost: gapsIn(kept), faults: [...faults, "no run is complete"], how };
  faults.push(...differences(run, due.run));
  if (how === "resumed" && run.resumed?.at(-1)?.trials !== kept.length)
    faults.push(`it says that it went on with ${JSON.stringify(run.resumed)}, and ${kept.length} trials were there`);
  const gone = how === "nothing was recorded yet" ? [] : missing(keptOf(run), kept);
  return { ...left, lost: gapsIn(kept) + gone.length, faults, how };
}

function emptied({ dir }: Ground): string {
  const runs = join(dir, "runs");
  rmSync(runs, { recursive: true, force: true });
  return runs;
}

/** The trials that the folder has of a run; undefined where it has none. Of several journals or runs the fullest. */
function keptIn(runs: string): Kept[] | undefined {
  const names = existsSync(runs) ? readdirSync(runs) : [];
  const all = names.flatMap((name) => {
    const text = readFileSync(join(runs, name), "utf8");
    if (name.endsWith(".json")) return [keptOf(JSON.parse(text))];
    if (!name.endsWith(".journal")) return [];
    // A line without its end was being written.
    const lines = text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);
    return [lines.flatMap((line) => keptOfLine(line))];
  });
  return all.toSorted((a, b) => a.length - b.length).at(-1);
}

/** The header has the trials of the run that was gone on with. */
function keptOfLine(line: Line): Kept[] {
  if (line.kind === "header") return keptOf(line.run);
  return line.kind === "trial"
    ? [{ experiment: line.experiment, cell: line.cell, trial: withoutTimeline(line.trial) }]
    : [];
}

/** A run file keeps the timelines of some trials, the journal all. */
function withoutTimeline({ timeline: _, ...trial }: Trial): Kept["trial"] {
  return trial as Kept["trial"];
}

function keptOf({ experiments }: Run): Kept[] {
  return experiments.flatMap(({ cells }, experiment) =>
    cells.flatMap(({ trials }, cell) => trials.map((trial) => ({ experiment, cell, trial: withoutTimeline(trial) }))),
  );
}

/** Trials that are not among the others as they were, a line each. */
function missing(now: readonly Kept[], before: readonly Kept[]): string[] {
  return before
    .filter((one) => !now.some((other) => isDeepStrictEqual(one, other)))
    .map(({ cell, trial }) => `a trial is gone: block ${trial.block} of cell ${cell}`);
}

/** Trials that are missing before the last one: blocks are done one after the other, each from place 0 on. */
function gapsIn(kept: readonly Kept[]): number {
  const places = new Map<number, Set<number>>();
  for (const { trial } of kept) places.set(trial.block, (places.get(trial.block) ?? new Set()).add(trial.position));
  const last = Math.max(-1, ...places.keys());
  const most = Math.max(-1, ...kept.map(({ trial }) => trial.position)) + 1;
  let gaps = 0;
  for (let block = 0; block <= last; block += 1) {
    const there = places.get(block) ?? new Set();
    gaps += (block === last ? Math.max(-1, ...there) + 1 : most) - there.size;
  }
  return gaps;
}

/** What is told of a folder that cannot be read; a journal that was killed before its first trial may be of no use. */
async function unreadable(ground: Ground, kept: readonly Kept[]): Promise<string[]> {
  const { code, err } = await ended(ground, ["verify", "--runs-dir", "runs"]);
  return code === 0 || kept.length === 0 ? [] : [`verify told ${code}: ${err}`];
}

interface Ending {
  resume: readonly string[];
  begin: readonly string[];
  kept: readonly Kept[];
}

/** Goes on with the recording to its end, or begins it anew where it was killed before anything of it was kept. */
async function finish(ground: Ground, { resume, begin, kept }: Ending) {
  const { code, err } = await ended(ground, resume);
  if (code === 0) return { how: "resumed", faults: [] } as const;
  const isNothing = code === 2 && err.includes("nothing to resume");
  if (!isNothing) return { how: "resumed", faults: [`--resume told ${code}: ${err}`] } as const;
  // The run file was written before the kill.
  if (kept.length > 0) return { how: "was finished", faults: [] } as const;
  const anew = await ended(ground, begin);
  const faults = anew.code === 0 ? [] : [`the run after it told ${anew.code}: ${anew.err}`];
  return { how: "nothing was recorded yet", faults } as const;
}

/** What stays beside the run file. Where that was whole before the kill, its journal and its scratch folder go with the next recording. */
function litter({ dir }: Ground, how: Killed["how"]): string[] {
  const [journal, scratch] = how === "was finished" ? [/\.json$|\.journal$/, /^scalebook-run-/] : [/\.json$/, /^$/];
  const inFolder = (name: string, mayStay: RegExp) => readdirSync(join(dir, name)).filter((one) => !mayStay.test(one));
  return [...inFolder("runs", journal), ...inFolder("tmp", scratch)].map((name) => `left in the folder: ${name}`);
}

/** What a run has otherwise than one that nobody disturbed: all but times and what is measured. */
function differences(run: Run, due: Run): string[] {
  const [is, was] = [structure(run), structure(due)];
  return (Object.keys(was) as (keyof typeof was)[])
    .filter((name) => !isDeepStrictEqual(is[name], was[name]))
    .map((name) => `${name} is not as undisturbed: ${JSON.stringify(is[name])} and ${JSON.stringify(was[name])}`);
}

function structure({ status, study, studyHash, seed, command, plan, experiments }: Run) {
  const cells = experiments.map((one) => one.cells.map(({ factors, dropped }) => ({ factors, dropped })));
  const order = experiments.map((one) =>
    one.cells.map(({ trials }) => trials.map(({ block, position, status: ended }) => [block, position, ended])),
  );
  const programs = experiments.map(({ program, programs: several, versions }) => ({ program, several, versions }));
  const extent = [plan?.blocksPlanned, plan?.blocksFinished, plan?.budgetMs];
  return { status, study, studyHash, seed, command, extent, programs, cells, order };
}
