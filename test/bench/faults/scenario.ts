/**
 * One seed: a few commands and recordings meet one fault, then a new process looks at what they left. See {@link runSeed}.
 */
import { isDeepStrictEqual } from "node:util";
import type { Run, Trial } from "../../../.build/record/schema/run-schema.js";
import { CODES, type Fault } from "./calls.js";
import { checkWorld } from "./checks.js";
import type { Random } from "./disk.js";
import { checkOutcome, type Promises, type Recording, siteFaults } from "./promises.js";
import { build, HERE, header, OTHER, RUNS, type Template, textOf, trial, type World, within } from "./world.js";

export interface SeedResult {
  seed: number;
  /** What was done, and what went wrong meanwhile. */
  story: string;
  fault: Fault["kind"];
  /** Whether the fault was met. */
  isMet: boolean;
  calls: number;
  violations: string[];
  trace: string[];
}

type Action = (world: World, promises: Promises, violated: (message: string) => void) => Promise<void>;

/** Calls of each kind of work on a disk where all goes well, about: a fault lies among them. */
const CALLS = { record: 34, merge: 80, remove: 40, baseline: 40, build: 400 } as const;
type Kind = keyof typeof CALLS;

/** Scenarios with their weights. `+`: both at once. */
const SCENARIOS: readonly [weight: number, kinds: readonly Kind[], atOnce?: boolean][] = [
  [30, ["record"]],
  [10, ["record", "record"]],
  [12, ["record", "record"], true],
  [14, ["merge"]],
  [6, ["merge", "remove"]],
  [6, ["merge", "merge"], true],
  [6, ["record", "merge"], true],
  [4, ["baseline", "remove"]],
  [7, ["build"]],
  [3, ["merge", "build"]],
  [2, ["merge", "build"], true],
  [0.5, ["record", "build"], true],
];

/** Kinds of work that are about runs which are there; the others find no folder at times. */
const NEEDS_RUNS: readonly Kind[] = ["remove", "baseline", "build"];

export interface SeedOptions {
  /** The calls are kept, to be read. */
  isTraced?: boolean;
  /** The planted bug: files are renamed before they are synced. */
  isPlanted?: boolean;
}

/**
 * Runs a seed: the same one does the same on the same program. Violations are sentences; none: all held.
 *
 * - Whatever happens, the archive can be read, and each run in it is one that was recorded.
 * - A run file that was told to be written is there, whole. A trial that the journal took is in the journal or the run file.
 * - A command that was refused a call says so with exit code 2 and a place; 0 means that all of it was done.
 * - The next build ends well, and its site is the one that a build on an undisturbed disk makes.
 */
export async function runSeed(
  template: Template,
  seed: number,
  { isTraced = false, isPlanted = false }: SeedOptions = {},
): Promise<SeedResult> {
  const world = template.world(seed);
  world.trace = isTraced ? [] : null;
  const { random } = world;
  const [, kinds, atOnce = false] = chosen(SCENARIOS, random);
  template.furnish(world, kinds.includes("build"));
  const fault = chosenFault(
    kinds.reduce((sum, kind) => sum + CALLS[kind], 0),
    random,
  );
  const violations: string[] = [];
  const violated = (message: string) => void violations.push(message);
  const promises: Promises = { files: new Map(), asked: new Set(), possible: new Map(), recordings: [] };
  for (const run of template.runs.slice(0, HERE)) promises.files.set(`${run.id}.json`, textOf(run));
  if (random() < 0.1 && !kinds.some((kind) => NEEDS_RUNS.includes(kind))) {
    world.disk.forget(RUNS);
    promises.files.clear();
  }
  // Of a newer archive the site has pages to be made.
  if (kinds[0] === "build" && random() < 0.7) {
    const newer = template.runs[HERE] as Run;
    world.disk.put(`${RUNS}/${newer.id}.json`, textOf(newer));
    promises.files.set(`${newer.id}.json`, textOf(newer));
  }
  // Of few different sites the pages are known.
  fillOther(world, kinds.includes("build") ? template.runs.slice(0, HERE + 1) : template.runs, promises);
  let isMet = false;
  let count = 0;
  await within(world, async () => {
    world.start(fault);
    const { calls } = world;
    calls.isSyncedLate = isPlanted;
    world.isShared = atOnce;
    const works = kinds.map((kind) => () => ACTIONS[kind](world, promises, violated));
    if (atOnce) await Promise.all(works.map((work) => work()));
    else for (const work of works) await work();
    world.isShared = false;
    count = calls.count;
    isMet = calls.isDead || calls.refused > 0 || fault.kind === "power" || (fault.kind === "clock" && count > fault.at);
    // Where the work was done before, the power is cut after it.
    if (fault.kind === "power") world.cutPower();
    await checkWorld(world, template, promises, { violated, isBuilt: kinds.includes("build") });
  });
  const story = `${kinds.join(atOnce ? " beside " : ", then ")}; ${faultWords(fault)}`;
  return { seed, story, fault: fault.kind, isMet, calls: count, violations, trace: world.trace ?? [] };
}

export function faultWords(fault: Fault): string {
  if (fault.kind === "none") return "nothing goes wrong";
  if (fault.kind === "short") return "short reads and writes";
  if (fault.kind === "clock") return `at call ${fault.at} the clock is set by ${fault.byMs / 1_000} s`;
  if (fault.kind === "refused") return `from call ${fault.at} on ${fault.times} times ${fault.code}`;
  const { at, afterRenames } = fault;
  const end = afterRenames === undefined ? "when all is done" : `after ${afterRenames} renames`;
  const when = Number.isFinite(at) ? `at call ${at}` : end;
  return `${fault.kind === "kill" ? "killed" : "power cut"} ${when}`;
}

function chosen<Item extends readonly [number, ...unknown[]]>(items: readonly Item[], random: Random): Item {
  let left = random() * items.reduce((sum, [weight]) => sum + weight, 0);
  for (const item of items) {
    left -= item[0];
    if (left < 0) return item;
  }
  return items[0] as Item;
}

function chosenFault(calls: number, random: Random): Fault {
  const at = Math.floor(random() * calls);
  const kind = random();
  if (kind < 0.04) return { kind: "none" };
  if (kind < 0.1) return { kind: "short" };
  if (kind < 0.18) return { kind: "clock", at, byMs: Math.round((random() - 0.5) * 2 * 86_400_000) };
  if (kind < 0.4) {
    const code = CODES[Math.floor(random() * CODES.length)] ?? "EIO";
    return { kind: "refused", at, code, times: random() < 0.5 ? 1 : Number.POSITIVE_INFINITY };
  }
  if (kind < 0.6) return { kind: "kill", at };
  const where = random();
  if (where < 0.1) return { kind: "power", at: Number.POSITIVE_INFINITY };
  if (where < 0.6) return { kind: "power", at };
  return { kind: "power", at: Number.POSITIVE_INFINITY, afterRenames: 1 + Math.floor(random() * 3) };
}

/** Puts runs into the other archive: some that are here as well, some new, and at times one that says it is another. */
function fillOther({ disk, random }: World, runs: readonly Run[], { files, possible }: Promises): void {
  for (const [number, run] of runs.entries()) {
    if (number < runs.length - 1 && random() < 0.5) continue;
    const name = `${run.id}.json`;
    const isForged = files.has(name) && random() < 0.15;
    disk.put(`${OTHER}/${name}`, textOf(isForged ? { ...run, label: "another" } : run));
    if (!files.has(name)) possible.set(name, textOf(run));
  }
}

const ACTIONS: Record<Kind, Action> = { record, merge, remove, baseline, build: buildAgain };

/** A recording, as the runner does it. */
async function record(world: World, { recordings, files }: Promises, violated: (message: string) => void) {
  const { program, calls, random } = world;
  const recording: Recording = { startedAt: new Date().toISOString(), trials: [], taken: 0, isOpen: false };
  recordings.push(recording);
  const outcome = await world.attempt(async () => {
    await program.finishJournals(RUNS);
    const recorder = await program.openRecorder({ runsDir: RUNS }, header(recording.startedAt, recordings.length));
    recording.isOpen = !calls.isDead;
    try {
      for (let left = 1 + Math.floor(random() * 5); left > 0; left -= 1) {
        const [block, cell] = [Math.floor(recording.trials.length / 2), recording.trials.length % 2];
        recording.trials.push(trial(block, 90 + Math.floor(random() * 20)));
        await recorder.addTrial({ experiment: 0, cell }, recording.trials.at(-1) as Trial);
        if (!calls.isDead) recording.taken += 1;
      }
      // The runner goes by the clock that nobody sets.
      const finishedAt = new Date(Math.max(Date.now(), Date.parse(recording.startedAt))).toISOString();
      const end = { status: "complete", plan: PLAN, conditions: CONDITIONS, finishedAt } as const;
      const { run, file } = await recorder.finish(end);
      if (calls.isDead) return 0;
      const bytes = world.disk.files(RUNS).get(nameOf(file)) ?? null;
      if (!isDeepStrictEqual(JSON.parse(bytes?.toString() ?? "null"), run))
        violated(`${file} is not what was recorded`);
      files.set(nameOf(file), bytes);
    } finally {
      await recorder.close();
    }
    return 0;
  });
  checkOutcome(world, "the recording", outcome, violated);
}

const PLAN = { blocksPlanned: 3, blocksFinished: 2, budgetMs: null, wallMs: 1, trialsMs: 1, calibrationMs: 0 };
const CONDITIONS = { loadBefore: 0, loadAfter: 0, freeMemoryBytes: null, stealMs: null, throttledMs: null };

async function merge(world: World, { files }: Promises, violated: (message: string) => void) {
  const outcome = await world.command("merge", OTHER, "--runs-dir", RUNS, "--json");
  checkOutcome(world, "merge", outcome, violated);
  if (outcome.code !== 0 && outcome.code !== 3) return;
  const told = JSON.parse(outcome.out) as { added: { file: string }[]; present: string[]; problems: unknown[] };
  const there = world.disk.files(OTHER);
  for (const { file } of told.added) files.set(nameOf(file), there.get(nameOf(file)) ?? null);
  if (told.added.length + told.present.length + told.problems.length < there.size && outcome.code === 0)
    violated(`merge told exit code 0 and left runs out: ${outcome.out}`);
}

async function remove(world: World, { files, asked }: Promises, violated: (message: string) => void) {
  const [name = ""] = files.keys();
  asked.add(name);
  const outcome = await world.command("remove", name.replace(".json", ""), "--force", "--runs-dir", RUNS);
  checkOutcome(world, "remove", outcome, violated);
  if (outcome.code === 0) files.set(name, null);
}

async function baseline(world: World, { files }: Promises, violated: (message: string) => void) {
  const [name = ""] = [...files.keys()].reverse();
  const outcome = await world.command("baseline", "set", name.replace(".json", ""), "--runs-dir", RUNS);
  checkOutcome(world, "baseline", outcome, violated);
}

async function buildAgain(world: World, _promises: Promises, violated: (message: string) => void) {
  const outcome = await build(world);
  checkOutcome(world, "build", outcome, violated);
  if (outcome.code === 0) for (const message of siteFaults(world)) violated(`a build told exit code 0: ${message}`);
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}
