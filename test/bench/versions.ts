/**
 * False alarms and power of two versions in one sitting on this machine: `npm run bench -- versions [--pairs 30]
 * [--blocks 20] [--task-ms 50] [--changes 0,3,5] [--modes blocks,side-by-side,separate] [--planted 10] [--json file]`; with
 * these some hour and a quarter on an idle machine.
 *
 * Each pair is a program and the program made some percent heavier, 2 tasks on 1 and 2 workers of a warm
 * pool; side by side on 1. `separate`
 * records each by itself, one after the other, in turning order. `--planted` pairs have a lock, or take a tenth longer, at
 * sleep on 1, 2 and 4 workers: the lock is a change of the scaling, the other is none.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { median } from "./measures.js";
import { numberOption, textOption } from "./options.js";

const TASKS = 2;
const main = fileURLToPath(new URL("../../.build/main.js", import.meta.url));
const pairs = numberOption("--pairs", 30);
const blocks = numberOption("--blocks", 20);
const taskMs = numberOption("--task-ms", 50);
const changes = (textOption("--changes") ?? "0,3,5").split(",").map(Number);
const modes = (textOption("--modes") ?? "blocks,side-by-side,separate").split(",").filter((mode) => mode !== "none");
const planted = textOption("--planted") === "0" ? 0 : numberOption("--planted", 10);
const dir = mkdtempSync(join(tmpdir(), "scalebook-versions-"));
const env = { ...process.env, SCALEBOOK_CONFIG: join(dir, "config") };
const startMs = performance.now();

/** What was said of one pair. */
interface Said {
  mode: string;
  /** "5 %", or what was planted. */
  kind: string;
  /** Of the whole, or, of separate runs, of the cell on one worker. */
  outcome: string;
  /** Comparisons that were said to have changed, groups and scaling among them. */
  alarms: number;
  changePercent: number | null;
  scaling: string;
  /** Change of the ratio of the speed-ups in percent; above 0 the scaling is worse. `null` on one worker count. */
  scalingPercent: number | null;
  /** Standard deviation of a block's log ratio on one worker, in percent. */
  noisePercent: number;
}

const said: Said[] = [];
try {
  const rounds = calibrate();
  console.error(`${rounds} rounds of work a task`);
  for (let pair = 0; pair < pairs; pair++)
    for (const percent of changes) for (const mode of modes) measure(mode, percent, pair);
  for (let pair = 0; pair < planted; pair++) for (const kind of ["lock", "tenth longer"] as const) plant(kind);
  print();

  function measure(mode: string, percent: number, pair: number): void {
    writeLoop("before", rounds);
    writeLoop("after", Math.round(rounds * (1 + percent / 100)));
    const kind = `${percent} %`;
    const how = mode === "blocks" ? ["--workers", "1,2"] : ["--workers", "1", "--side-by-side"];
    keep(mode === "separate" ? separately(kind, pair) : together(mode, kind, how));
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}

function plant(kind: "lock" | "tenth longer"): void {
  writeSleep("before", { ms: 25, locked: false });
  writeSleep("after", kind === "lock" ? { ms: 25, locked: true } : { ms: 27.5, locked: false });
  keep(together("planted", kind, ["--workers", "1,2,4"]));
}

function keep(one: Said): void {
  said.push(one);
  const change = one.changePercent === null ? "" : ` ${one.changePercent.toFixed(1)} %`;
  console.error(
    `${said.length} ${one.mode} ${one.kind}:${change} ${one.outcome}, scaling ${one.scaling}, noise ${one.noisePercent.toFixed(1)} %`,
  );
  const file = textOption("--json");
  if (file !== undefined) writeFileSync(file, `${JSON.stringify({ pairs, blocks, taskMs, said }, null, 2)}\n`);
}

function moduleOf(version: string): string {
  mkdirSync(join(dir, version), { recursive: true });
  return join(dir, version, "work.mjs");
}

function writeLoop(version: string, rounds: number): void {
  writeFileSync(
    moduleOf(version),
    `export const inputs = () => Array.from({ length: ${TASKS} }, (_, index) => index);
export function task(index) {
  let x = 12345 + index;
  for (let round = 0; round < ${rounds * 1_000}; round++) x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
  return x;
}
`,
  );
}

function writeSleep(version: string, { ms, locked }: { ms: number; locked: boolean }): void {
  writeFileSync(
    moduleOf(version),
    `export function inputs() {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  return Array.from({ length: 4 }, () => gate);
}
const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
export function task(gate) {
  sleep(${ms} / 2);
  if (${locked}) while (Atomics.compareExchange(gate, 0, 0, 1) !== 0) Atomics.wait(gate, 0, 1);
  sleep(${ms} / 2);
  if (${locked}) { Atomics.store(gate, 0, 0); Atomics.notify(gate, 0); }
  return 1;
}
`,
  );
}

/** Thousands of rounds that take the time wanted in a fresh process. */
function calibrate(): number {
  const time = (rounds: number) => {
    writeLoop("before", rounds);
    const script = `const { task } = await import(${JSON.stringify(pathToFileURL(moduleOf("before")).href)});
const start = performance.now(); task(1); console.log(performance.now() - start);`;
    const run = () => spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    return median(Array.from({ length: 5 }, () => Number(run().stdout)));
  };
  const [few, many] = [time(20_000), time(60_000)];
  return Math.round(Math.max(1_000, 20_000 + ((taskMs - few) * 40_000) / Math.max(1, many - few)));
}

function together(mode: string, kind: string, how: readonly string[]): Said {
  const both = ["--module", `before=${moduleOf("before")},after=${moduleOf("after")}`];
  record([...both, "--strategies", "thread-pool", "--pool", "warm", "--sizes", "1", ...how]);
  const { experiments, failing, run } = checked(["--fail-on", "changed"]);
  const [{ overall, scaling }] = experiments;
  const { verdict, changePercent } = overall.change;
  return {
    mode,
    kind,
    outcome: verdict,
    alarms: failing.length,
    changePercent,
    scaling: scaling[0]?.verdict ?? "-",
    scalingPercent: scaling[0]?.steps.at(-1)?.contrast.change.changePercent ?? null,
    noisePercent: noiseOf(join(dir, "runs", `${run.id}.json`)),
  };
}

function separately(kind: string, pair: number): Said {
  const order = pair % 2 === 0 ? ["before", "after"] : ["after", "before"];
  for (const version of order) {
    const study = [
      "--module",
      moduleOf(version),
      "--strategies",
      "thread-pool",
      "--pool",
      "warm",
      "--sizes",
      "1",
      "--workers",
      "1,2",
    ];
    record([...study, "--label", `${version}-${said.length}`]);
  }
  const sides = [`after-${said.length}`, "--against", `before-${said.length}`];
  const { cells, failing } = checked([...sides, "--fail-on", "changed"]);
  const [first] = cells;
  return {
    mode: "separate",
    kind,
    outcome: first.outcome,
    alarms: failing.length,
    changePercent: first.changePercent,
    scaling: "-",
    scalingPercent: null,
    noisePercent: Number.NaN,
  };
}

function record(args: readonly string[]): void {
  const { status, stderr } = scalebook("run", ...args, "--blocks", String(blocks), "--runs-dir", join(dir, "runs"));
  if (status !== 0) throw new Error(`the recording ended with ${status}: ${stderr}`);
}

function checked(args: readonly string[]) {
  const { status, stdout, stderr } = scalebook("check", ...args, "--runs-dir", join(dir, "runs"), "--json");
  if (status !== 0 && status !== 3) throw new Error(`the check ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

function noiseOf(file: string): number {
  const [{ cells }] = JSON.parse(readFileSync(file, "utf8")).experiments;
  const of = (version: string) =>
    new Map<number, number>(
      cells
        .find(
          ({ factors }: { factors: { workers: number; more: { version: string } } }) =>
            factors.workers === 1 && factors.more.version === version,
        )
        .trials.map(({ block, wallMs }: { block: number; wallMs: number }) => [block, Math.log(wallMs)]),
    );
  const [before, after] = [of("before"), of("after")];
  const ratios = [...before].flatMap(([block, log]) => (after.has(block) ? [(after.get(block) as number) - log] : []));
  const mean = ratios.reduce((sum, one) => sum + one, 0) / ratios.length;
  return 100 * Math.sqrt(ratios.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (ratios.length - 1));
}

function scalebook(...args: string[]) {
  return spawnSync(process.execPath, [main, ...args], { cwd: dir, env, encoding: "utf8" });
}

function print(): void {
  const minutes = ((performance.now() - startMs) / 60_000).toFixed(1);
  console.log(`\n${pairs} pairs of ${blocks} blocks, ${TASKS} tasks of ${taskMs} ms, ${minutes} min`);
  const kinds = [...new Set(said.map(({ mode, kind }) => `${mode}|${kind}`))];
  for (const which of kinds) {
    const those = said.filter(({ mode, kind }) => `${mode}|${kind}` === which);
    const count = (field: "outcome" | "scaling") => {
      const values = [...new Set(those.map((one) => one[field]))];
      return values.map((value) => `${those.filter((one) => one[field] === value).length} ${value}`).join(", ");
    };
    const estimates = those.flatMap(({ changePercent }) => changePercent ?? []);
    const noise = median(those.map(({ noisePercent }) => noisePercent));
    console.log(
      `${which.replace("|", ", ").padEnd(28)} ${count("outcome")}; any change said in ${those.filter(({ alarms }) => alarms > 0).length}; scaling ${count("scaling")}; median change ${median(estimates).toFixed(1)} %, noise of a block's ratio ${noise.toFixed(1)} %`,
    );
  }
}
