/** What a new process finds after a fault, held against what the old one was told. */
import { basename, dirname } from "node:path";
import type { Run } from "../../../.build/record/schema/run-schema.js";
import { checkOutcome, type Promises, type Scene, siteFaults } from "./promises.js";
import { build, EXPORTED, IMPORTED, type Recording, RUNS, SITE, type Template, type World } from "./world.js";

/** Starts a new process on what is left, and looks. */
export async function checkWorld({ world, template, promises, violated }: Scene, isBuilt: boolean): Promise<void> {
  world.trace?.push("--- a new process");
  world.start();
  const before = world.disk.files(RUNS);
  for (const message of fileFaults(before, promises)) violated(message);
  await checkRuns(world, promises, violated);
  const finished = await world.program.finishJournals(RUNS);
  for (const { message } of finished.problems)
    if (!isUnopened(message, promises)) violated(`left by recovery: ${message}`);
  for (const message of fileFaults(world.disk.files(RUNS), promises)) violated(`after recovery: ${message}`);
  await checkRuns(world, promises, violated);
  const verified = await world.command("verify", "--runs-dir", RUNS, "--json");
  const told = JSON.parse(verified.out || "{}") as { errors?: { message: string }[] };
  const errors = (told.errors ?? []).filter(({ message }) => !isUnopened(message, promises));
  if (verified.code === 1 || errors.length > 0) violated(`verify: ${JSON.stringify(errors)} ${verified.err}`);
  await checkList(world, violated);
  for (const message of otherFaults(world, template, promises)) violated(message);
  if (isBuilt) await checkSite(world, template, violated);
}

/** Files that were promised and are not there, or are others. */
function fileFaults(there: ReadonlyMap<string, Buffer>, { files, asked, possible }: Promises): string[] {
  const faults: string[] = [];
  for (const [name, bytes] of files) {
    const found = there.get(name);
    if (bytes === null ? found !== undefined : found === undefined && !asked.has(name))
      faults.push(`${name} was told to be ${bytes === null ? "removed and is there" : "written and is gone"}`);
    else if (found !== undefined && bytes !== null && !found.equals(bytes))
      faults.push(`${name} is not as it was written`);
  }
  for (const [name, bytes] of possible) {
    const found = there.get(name);
    if (found !== undefined && !found.equals(bytes)) faults.push(`${name} is there and is not whole`);
  }
  return faults;
}

/** Baselines are the old ones or the new, and what was exported is whole or not there. */
function otherFaults({ disk }: World, { rows }: Template, { baseline, isExported }: Promises): string[] {
  const faults: string[] = [];
  const set = disk.files(RUNS).get("baselines")?.toString();
  const isAsked = baseline !== undefined && set === `${baseline.id}\n`;
  if (baseline?.isTold ? !isAsked : set !== undefined && !isAsked) faults.push(`the baselines are ${set}`);
  const exported = disk.files(dirname(EXPORTED)).get(basename(EXPORTED))?.toString();
  const lines = new Set(rows.split("\n"));
  const isCut =
    exported !== undefined && (!exported.endsWith("\n") || exported.split("\n").some((line) => !lines.has(line)));
  if (isCut || (isExported && exported === undefined)) faults.push(`the export is ${exported}`);
  return faults;
}

/** Every run can be read and is one that was recorded; every trial that a journal took is there. */
async function checkRuns(world: World, promises: Promises, violated: (message: string) => void): Promise<void> {
  const { runs, problems } = await world.program.readRuns(RUNS);
  for (const { message } of problems) if (!isUnopened(message, promises)) violated(`cannot be read: ${message}`);
  const known = new Set([...promises.files.keys(), ...promises.possible.keys()]);
  const starts = new Set(promises.recordings.map(({ startedAt }) => startedAt));
  for (const { run, path } of runs)
    if (!starts.has(run.startedAt) && run.study !== IMPORTED && !known.has(path.slice(RUNS.length + 1)))
      violated(`${path} was recorded by nobody`);
  for (const recording of promises.recordings) {
    const own = runs.filter(({ run }) => run.startedAt === recording.startedAt);
    // One that went on with it has its trials too.
    const later = runs.filter(({ run }) => run.resumed?.some(({ startedAt }) => startedAt === recording.startedAt));
    const most = Math.max(0, ...[...own, ...later].map(({ run }) => trialsOf(run)));
    if (most < recording.taken) violated(`${recording.taken - most} of ${recording.taken} journalled trials are lost`);
    for (const { run, path } of own) if (!isOf(run, recording)) violated(`${path} holds trials that nobody recorded`);
  }
}

function trialsOf(run: Run): number {
  return run.experiments.flatMap(({ cells }) => cells.flatMap(({ trials }) => trials)).length;
}

/** Whether the trials of a run are the first ones of a recording. */
function isOf(run: Run, { trials }: Recording): boolean {
  const [first, second] = run.experiments[0]?.cells ?? [];
  return [first, second].every((cell, place) =>
    (cell?.trials ?? []).every(({ block, wallMs }) => trials[block * 2 + place]?.wallMs === wallMs),
  );
}

/** A journal whose start was cut off holds no trial, and is told. */
function isUnopened(message: string, { recordings }: Promises): boolean {
  return /\.journal/.test(message) && recordings.some(({ isOpen }) => !isOpen);
}

/** The kept index says what the files say. */
async function checkList(world: World, violated: (message: string) => void): Promise<void> {
  const listed = await world.command("list", "--runs-dir", RUNS, "--json");
  checkOutcome(world, "list", listed, violated);
  if (listed.code !== 0) return;
  const ids = (JSON.parse(listed.out) as { id: string; trials: number }[]).map(({ id, trials }) => `${id} ${trials}`);
  const { runs } = await world.program.readRuns(RUNS);
  const due = runs.map(({ run }) => `${run.id} ${trialsOf(run)}`);
  if (ids.join() !== due.join()) violated(`the kept index lists ${ids.join()}, and there are ${due.join()}`);
}

/** The next build ends well, with the site that an undisturbed disk gets. */
async function checkSite(world: World, template: Template, violated: (message: string) => void): Promise<void> {
  const outcome = await build(world);
  checkOutcome(world, "the next build", outcome, violated);
  if (outcome.code !== 0) return violated(`the next build told exit code ${outcome.code}`);
  for (const message of siteFaults(world)) violated(`after the next build: ${message}`);
  const other = await siteDifference(world, template);
  if (other.length > 0)
    violated(`after the next build ${other.length} files are others: ${other.slice(0, 5).join(", ")}`);
}

/** The files of the site that are not as a build on an undisturbed disk makes them. */
export async function siteDifference({ disk }: World, template: Template): Promise<string[]> {
  const runs = new Map([...disk.files(RUNS)].filter(([name]) => name.endsWith(".json") && !name.startsWith(".")));
  const [site, due] = [disk.files(SITE), await template.siteOf(runs)];
  const names = [...new Set([...site.keys(), ...due.keys()])];
  return names.filter((name) => !site.get(name)?.equals(due.get(name) ?? Buffer.alloc(0)));
}
