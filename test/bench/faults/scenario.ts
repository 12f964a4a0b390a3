/**
 * One seed: a few commands and recordings meet one fault, then a new process looks at what they left. See {@link runSeed}.
 */
import type { Run } from "../../../.build/record/schema/run-schema.js";
import { ACTIONS, CALLS, type Kind, recoverAgain } from "./actions.js";
import { CODES, type Fault, type Planted } from "./calls.js";
import { checkWorld } from "./checks.js";
import type { Random } from "./disk.js";
import type { Promises } from "./promises.js";
import { damageCache, HERE, OTHER, RUNS, type Template, textOf, type World, within } from "./world.js";

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

/** Scenarios with their weights. `+`: both at once. */
const SCENARIOS: readonly [weight: number, kinds: readonly Kind[], atOnce?: boolean][] = [
  [26, ["record"]],
  [8, ["record", "record"]],
  [10, ["record", "record"], true],
  [10, ["resume"]],
  [2, ["resume", "record"], true],
  [12, ["merge"]],
  [5, ["merge", "remove"]],
  [5, ["merge", "merge"], true],
  [5, ["record", "merge"], true],
  [4, ["baseline", "remove"]],
  [4, ["import"]],
  [2, ["import", "import"], true],
  [2, ["export"]],
  [5, ["build"]],
  [1, ["build", "build"]],
  [0.5, ["build", "build"], true],
  [2, ["remove", "build"]],
  [2, ["merge", "build"]],
  [1, ["merge", "build"], true],
  [0.5, ["record", "build"], true],
];

/** Kinds of work that are about runs which are there; the others find no folder at times. */
const NEEDS_RUNS: readonly Kind[] = ["remove", "baseline", "build", "export", "resume"];
/** How often the process that finds what a fault left meets one as well. */
const FAULT_AGAIN = 0.2;

export interface SeedOptions {
  /** The calls are kept, to be read. */
  isTraced?: boolean;
  /** A planted bug, as if the program had it. */
  planted?: Planted | null;
  /** Only stories with this kind of work; undefined: all. */
  only?: string | undefined;
}

/**
 * Runs a seed: the same one does the same on the same program. Violations are sentences; none: all held.
 *
 * - Whatever happens, the archive can be read, and each run in it is one that was recorded.
 * - A run file that was told to be written is there, whole. A trial that the journal took is in the journal or the run file.
 * - A command that was refused a call says so with exit code 2 and a place; 0 means that all of it was done.
 * - The next build ends well, and its site is the one that a build on an undisturbed disk makes. So is that of a build that told 0.
 * - All of that also where the process that comes next meets a fault of its own.
 */
export async function runSeed(
  template: Template,
  seed: number,
  { isTraced = false, planted = null, only }: SeedOptions = {},
): Promise<SeedResult> {
  const world = template.world(seed);
  world.trace = isTraced ? [] : null;
  const { random } = world;
  const told = SCENARIOS.filter(([, of]) => only === undefined || (of as readonly string[]).includes(only));
  const [, kinds, atOnce = false] = chosen(told, random);
  const isBuilt = kinds.includes("build");
  template.furnish(world, isBuilt);
  if (isBuilt && random() < 0.3) damageCache(world);
  const calls = kinds.reduce((sum, kind) => sum + CALLS[kind], 0);
  const fault = chosenFault(calls, random);
  const again = random() < FAULT_AGAIN ? chosenFault(isBuilt ? CALLS.build : CALLS.record, random) : null;
  const violations: string[] = [];
  const violated = (message: string) => void violations.push(message);
  const promises = promisesOf(world, template, kinds);
  const scene = { world, template, promises, violated };
  let isMet = false;
  let count = 0;
  await within(world, async () => {
    world.isShared = atOnce;
    world.start(fault, planted);
    const { calls } = world;
    const works = kinds.map((kind) => () => ACTIONS[kind](scene));
    if (atOnce) await Promise.all(works.map((work) => work()));
    else for (const work of works) await work();
    world.isShared = false;
    count = calls.count;
    isMet = calls.isDead || calls.refused > 0 || fault.kind === "power" || (fault.kind === "clock" && count > fault.at);
    // Where the work was done before, the power is cut after it.
    if (fault.kind === "power") world.cutPower();
    if (again !== null) {
      world.trace?.push("--- a process that meets a fault as well");
      world.start(again, planted);
      await recoverAgain(scene, isBuilt);
      count += world.calls.count;
      if (again.kind === "power") world.cutPower();
    }
    await checkWorld(scene, isBuilt);
  });
  const then = again === null ? "" : `; of the next process: ${faultWords(again)}`;
  const story = `${kinds.join(atOnce ? " beside " : ", then ")}; ${faultWords(fault)}${then}`;
  return { seed, story, fault: fault.kind, isMet, calls: count, violations, trace: world.trace ?? [] };
}

/** Puts there what the work is about, and says what of it must stay. */
function promisesOf(world: World, template: Template, kinds: readonly Kind[]): Promises {
  const { disk, random } = world;
  const promises: Promises = {
    files: new Map(),
    asked: new Set(),
    possible: new Map(),
    recordings: [],
    isForged: false,
  };
  for (const run of template.runs.slice(0, HERE)) promises.files.set(`${run.id}.json`, textOf(run));
  if (random() < 0.1 && !kinds.some((kind) => NEEDS_RUNS.includes(kind))) {
    disk.forget(RUNS);
    promises.files.clear();
  }
  // Of a newer archive the site has pages to be made.
  if (kinds[0] === "build" && random() < 0.7) {
    const newer = template.runs[HERE] as Run;
    disk.put(`${RUNS}/${newer.id}.json`, textOf(newer));
    promises.files.set(`${newer.id}.json`, textOf(newer));
  }
  if (kinds.includes("resume") && template.interrupted !== null) {
    const { name, journal, recording } = template.interrupted;
    disk.put(`${RUNS}/${name}`, journal);
    promises.recordings.push({ ...recording });
  }
  // Of few different sites the pages are known.
  fillOther(world, kinds.includes("build") ? template.runs.slice(0, HERE + 1) : template.runs, promises);
  return promises;
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
function fillOther({ disk, random }: World, runs: readonly Run[], promises: Promises): void {
  const { files, possible } = promises;
  for (const [number, run] of runs.entries()) {
    if (number < runs.length - 1 && random() < 0.5) continue;
    const name = `${run.id}.json`;
    const isForged = files.has(name) && random() < 0.15;
    promises.isForged ||= isForged;
    disk.put(`${OTHER}/${name}`, textOf(isForged ? { ...run, label: "another" } : run));
    if (!files.has(name)) possible.set(name, textOf(run));
  }
}
