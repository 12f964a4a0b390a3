/** What a process does on the disk: recordings and commands, each held to what it tells. */
import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Run, Trial } from "../../../.build/record/schema/run-schema.js";
import { siteDifference } from "./checks.js";
import { checkOutcome, type Scene, siteFaults } from "./promises.js";
import { build, EXPORTED, header, IMPORTED, OTHER, type Recording, RUNS, TABLE, trial } from "./world.js";

/** Calls of each kind of work on a disk where all goes well, about: a fault lies among them. */
export const CALLS = {
  record: 34,
  resume: 70,
  merge: 80,
  remove: 40,
  baseline: 40,
  import: 60,
  export: 30,
  build: 400,
} as const;

export type Kind = keyof typeof CALLS;

export const ACTIONS: Record<Kind, (scene: Scene) => Promise<void>> = {
  record: async (scene) => {
    const { recordings } = scene.promises;
    await recordOn(scene, async (startedAt) => header(startedAt, recordings.length));
  },
  resume,
  merge,
  remove,
  baseline,
  import: importTable,
  export: exportRows,
  build: buildAgain,
};

type Header = ReturnType<typeof header>;
type Interrupted = { run: Run; journal?: string };

/** A recording, as the runner does it. */
async function recordOn(
  { world, promises: { recordings, files }, violated }: Scene,
  begin: (startedAt: string, recording: Recording) => Promise<Header | (Header & { interrupted: Interrupted })>,
): Promise<void> {
  const { program, calls, random } = world;
  const recording: Recording = { startedAt: new Date().toISOString(), trials: [], taken: 0, isOpen: false };
  recordings.push(recording);
  const outcome = await world.attempt(async () => {
    const { interrupted, ...begun } = { interrupted: undefined, ...(await begin(recording.startedAt, recording)) };
    await program.finishJournals(RUNS, interrupted?.journal);
    const target = { runsDir: RUNS, ...(interrupted && { interrupted }) };
    const recorder = await program.openRecorder(target, begun);
    recording.isOpen = !calls.isDead;
    if (recording.isOpen) recording.taken = recording.trials.length;
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
      const bytes = world.disk.files(RUNS).get(basename(file)) ?? null;
      if (!isDeepStrictEqual(JSON.parse(bytes?.toString() ?? "null"), run))
        violated(`${file} is not what was recorded`);
      files.set(basename(file), bytes);
    } finally {
      await recorder.close();
    }
    return 0;
  });
  checkOutcome(world, "the recording", outcome, violated);
}

const PLAN = { blocksPlanned: 3, blocksFinished: 2, budgetMs: null, wallMs: 1, trialsMs: 1, calibrationMs: 0 };
const CONDITIONS = { loadBefore: 0, loadAfter: 0, freeMemoryBytes: null, stealMs: null, throttledMs: null };

/** A recording that goes on with the interrupted one, by its journal or by the run file that another command made of it. */
async function resume(scene: Scene): Promise<void> {
  const { world, promises, violated } = scene;
  const [earlier] = promises.recordings as [Recording];
  const isFinished = world.random() < 0.4;
  await recordOn(scene, async (startedAt, recording) => {
    if (isFinished) await world.program.finishJournals(RUNS);
    const { runs } = await world.program.readRuns(RUNS);
    const found = runs.find(({ run }) => run.startedAt === earlier.startedAt);
    if (found === undefined) {
      if (world.calls.refused === 0 && !world.isShared) violated("the interrupted run is not there");
      return header(startedAt, promises.recordings.length);
    }
    const { run, path } = found;
    recording.trials.push(...earlier.trials);
    const { id, finishedAt } = run;
    return {
      ...header(startedAt, run.seed ?? 0),
      experiments: structuredClone(run.experiments),
      resumed: [{ id, startedAt: run.startedAt, finishedAt, trials: earlier.trials.length }],
      interrupted: { run, ...(path.endsWith(".journal") && { journal: path }) },
    };
  });
}

async function merge({ world, promises: { files, isForged }, violated }: Scene): Promise<void> {
  const outcome = await world.command("merge", OTHER, "--runs-dir", RUNS, "--json");
  checkOutcome(world, "merge", outcome, violated);
  if (outcome.code !== 0 && outcome.code !== 3) return;
  const told = JSON.parse(outcome.out) as { added: { file: string }[]; present: string[]; problems: unknown[] };
  const there = world.disk.files(OTHER);
  for (const { file } of told.added) files.set(basename(file), there.get(basename(file)) ?? null);
  if (told.added.length + told.present.length + told.problems.length < there.size && outcome.code === 0)
    violated(`merge told exit code 0 and left runs out: ${outcome.out}`);
  if (told.problems.length > 0 && world.calls.refused === 0 && !isForged && !world.isShared)
    violated(`merge left runs out where nothing was wrong: ${outcome.out}`);
}

async function remove({ world, promises: { files, asked }, violated }: Scene): Promise<void> {
  const [name = ""] = files.keys();
  asked.add(name);
  const outcome = await world.command("remove", name.replace(".json", ""), "--force", "--runs-dir", RUNS);
  checkOutcome(world, "remove", outcome, violated);
  if (outcome.code === 0) files.set(name, null);
}

async function baseline({ world, promises, violated }: Scene): Promise<void> {
  const [name = ""] = [...promises.files.keys()].reverse();
  const id = name.replace(".json", "");
  const outcome = await world.command("baseline", "set", id, "--runs-dir", RUNS);
  checkOutcome(world, "baseline", outcome, violated);
  promises.baseline = { id, isTold: outcome.code === 0 };
}

async function importTable({ world, promises: { files }, violated }: Scene): Promise<void> {
  const outcome = await world.command("import", "csv", TABLE, "--name", IMPORTED, "--runs-dir", RUNS, "--json");
  checkOutcome(world, "import", outcome, violated);
  if (outcome.code !== 0) return;
  const name = basename((JSON.parse(outcome.out) as { file: string }).file);
  files.set(name, world.disk.files(RUNS).get(name) ?? null);
}

async function exportRows({ world, promises, violated }: Scene): Promise<void> {
  const outcome = await world.command("export", "--all", "--out", EXPORTED, "--runs-dir", RUNS);
  checkOutcome(world, "export", outcome, violated);
  promises.isExported = outcome.code === 0;
}

async function buildAgain({ world, template, violated }: Scene): Promise<void> {
  const outcome = await build(world);
  checkOutcome(world, "build", outcome, violated);
  if (outcome.code !== 0) return;
  for (const message of siteFaults(world)) violated(`a build told exit code 0: ${message}`);
  // A file that could not be read is left out by name.
  if (world.isShared || outcome.err.includes("left out")) return;
  const all = await siteDifference(world, template);
  // Own folders that could not be removed are left to the next build.
  const other = all.filter((name) => world.calls.refused === 0 || !name.startsWith(".scalebook-"));
  if (other.length > 0) violated(`a build told exit code 0 and ${other.length} files are others: ${other.slice(0, 5)}`);
}

/** What the next process does with what it finds, where it meets a fault as well. */
export async function recoverAgain(scene: Scene, isBuilt: boolean): Promise<void> {
  const { world, violated } = scene;
  const outcome = await world.attempt(async () => {
    await world.program.finishJournals(RUNS);
    return 0;
  });
  checkOutcome(world, "recovery", outcome, violated);
  if (isBuilt) await buildAgain(scene);
}
