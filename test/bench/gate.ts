/**
 * False alarms and power of `scalebook check` on this machine: `npm run bench -- gate [--pairs 20] [--blocks 40]
 * [--task-ms 150] [--floor 5%] [--json file]`; some fourteen minutes on an idle machine.
 *
 * For each pair three recordings by the program itself, one after the other and in turning order: a reference, the same
 * program again, and the program made 20 % heavier. The work is a module of a user's, sorting and writing JSON, and not
 * what the control cell does. Every check is the program's own, with the control cell and without it.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { median } from "./measures.js";
import { numberOption, textOption } from "./options.js";

const HEAVIER = 1.2;
const KINDS = ["reference", "same", "heavier"] as const;
type Kind = (typeof KINDS)[number];

const main = fileURLToPath(new URL("../../.build/main.js", import.meta.url));
const pairs = numberOption("--pairs", 20);
const blocks = numberOption("--blocks", 40);
const taskMs = numberOption("--task-ms", 150);
const floor = textOption("--floor") ?? "5%";
const dir = mkdtempSync(join(tmpdir(), "scalebook-gate-"));
const work = join(dir, "work.mjs");
const env = { ...process.env, SCALEBOOK_CONFIG: join(dir, "config") };

/** What one check said. */
interface Checked {
  outcome: string;
  changePercent: number;
  low: number;
  high: number;
  controlPercent: number | null;
}

interface Outcome {
  pair: number;
  kind: "same" | "heavier";
  withControl: Checked;
  without: Checked;
}

const outcomes: Outcome[] = [];
const startMs = performance.now();
try {
  const rounds = calibrate();
  console.error(`${rounds} rounds of work a task, ${Math.round(rounds * HEAVIER)} in the heavier program`);
  for (let pair = 0; pair < pairs; pair++) {
    // Turned on by one from pair to pair, so that none is always first.
    const order = KINDS.map((_, place) => KINDS[(place + pair) % KINDS.length] as Kind);
    for (const kind of order) record(`${kind}-${pair}`, kind === "heavier" ? Math.round(rounds * HEAVIER) : rounds);
    for (const kind of ["same", "heavier"] as const) {
      const ids = [`${kind}-${pair}`, "--against", `reference-${pair}`];
      const outcome = { pair, kind, withControl: check(ids), without: check([...ids, "--as-timed"]) };
      outcomes.push(outcome);
      console.error(line(outcome));
    }
    keep();
  }
  print();
} finally {
  rmSync(dir, { recursive: true, force: true });
}

function writeWork(rounds: number): void {
  writeFileSync(
    work,
    `export const inputs = () => [1];
export function task() {
  let written = 0;
  for (let round = 0; round < ${rounds}; round++) {
    const rows = Array.from({ length: 500 }, (_, index) => ({ key: (index * 7919 + round) % 5003, text: "row " + index }));
    written += JSON.stringify(rows.sort((a, b) => a.key - b.key)).length;
  }
  return written;
}
`,
  );
}

/** Rounds that take the time wanted in a fresh process, in fives so that a fifth more is a whole number. */
function calibrate(): number {
  const script = `const { task } = await import(${JSON.stringify(pathToFileURL(work).href)});
const start = performance.now(); task(); console.log(performance.now() - start);`;
  const time = (rounds: number) => {
    writeWork(rounds);
    const times = Array.from({ length: 5 }, () =>
      Number(spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }).stdout),
    );
    return median(times);
  };
  const [few, many] = [time(50), time(250)];
  return 5 * Math.max(2, Math.round(Math.max(10, 50 + ((taskMs - few) * 200) / Math.max(1, many - few)) / 5));
}

function record(label: string, rounds: number): void {
  writeWork(rounds);
  const study = ["--module", work, "--strategies", "sequential", "--sizes", "1"];
  const extent = ["--blocks", String(blocks), "--control", "100%", "--label", label, "--runs-dir", join(dir, "runs")];
  const { status, stderr } = scalebook("run", ...study, ...extent);
  if (status !== 0) throw new Error(`the recording ended with ${status}: ${stderr}`);
}

function check(args: readonly string[]): Checked {
  const given = ["--floor", floor, "--runs-dir", join(dir, "runs"), "--json"];
  const { status, stdout, stderr } = scalebook("check", ...args, ...given);
  if (status !== 0 && status !== 3) throw new Error(`the check ended with ${status}: ${stderr}`);
  const { cells, control } = JSON.parse(stdout);
  const [{ outcome, changePercent, interval }] = cells;
  const controlPercent = control?.change?.changePercent ?? null;
  return { outcome, changePercent, low: interval[0], high: interval[1], controlPercent };
}

function scalebook(...args: string[]) {
  return spawnSync(process.execPath, [main, ...args], { cwd: dir, env, encoding: "utf8" });
}

function line({ pair, kind, withControl, without }: Outcome): string {
  const part = ({ outcome, changePercent, low, high }: Checked) =>
    `${signed(changePercent)} (${signed(low)} to ${signed(high)}) ${outcome}`;
  return `pair ${pair + 1} ${kind}: ${part(withControl)}; as timed ${part(without)}; control cell ${signed(withControl.controlPercent ?? 0)}`;
}

function signed(percent: number): string {
  return `${percent < 0 ? "−" : "+"}${Math.abs(percent).toFixed(1)} %`;
}

function summary() {
  const of = (kind: Outcome["kind"], way: "withControl" | "without") =>
    outcomes.filter((outcome) => outcome.kind === kind).map((outcome) => outcome[way]);
  const figures = (way: "withControl" | "without") => {
    const [same, heavier] = [of("same", way), of("heavier", way)];
    return {
      alarms: same.filter(({ outcome }) => outcome === "slower" || outcome === "faster").length,
      found: heavier.filter(({ outcome }) => outcome === "slower").length,
      /** Half of the pairs of equal programs differ by more. */
      medianDifferencePercent: median(same.map(({ changePercent }) => Math.abs(changePercent))),
      largestDifferencePercent: Math.max(...same.map(({ changePercent }) => Math.abs(changePercent))),
      medianFoundPercent: median(heavier.map(({ changePercent }) => changePercent)),
    };
  };
  return { withControl: figures("withControl"), without: figures("without") };
}

function keep(): void {
  const file = textOption("--json");
  if (file === undefined) return;
  const settings = { pairs, blocks, taskMs, floor, seconds: (performance.now() - startMs) / 1_000 };
  writeFileSync(file, `${JSON.stringify({ settings, summary: summary(), outcomes }, null, 2)}\n`);
}

function print(): void {
  const { withControl, without } = summary();
  const minutes = ((performance.now() - startMs) / 60_000).toFixed(1);
  console.log(`\n${pairs} pairs of ${blocks} blocks, --floor ${floor}, ${minutes} min`);
  console.log(`${"".padEnd(44)}${"control cell".padStart(14)}${"as timed".padStart(14)}`);
  const row = (name: string, one: string, other: string) =>
    console.log(`${name.padEnd(44)}${one.padStart(14)}${other.padStart(14)}`);
  row(`alarms on equal programs, of ${pairs}`, String(withControl.alarms), String(without.alarms));
  row(`20 % heavier found, of ${pairs}`, String(withControl.found), String(without.found));
  for (const [name, figure] of [
    ["equal programs differ by, median", "medianDifferencePercent"],
    ["equal programs differ by, at most", "largestDifferencePercent"],
    ["the heavier one takes more, median", "medianFoundPercent"],
  ] as const) {
    row(name, `${withControl[figure].toFixed(1)} %`, `${without[figure].toFixed(1)} %`);
  }
  const kept = withControl.alarms <= Math.ceil(pairs / 20) && withControl.found === pairs;
  console.log(`at most 1 alarm in 20 and every heavier one found: ${kept ? "kept" : "NOT KEPT"}`);
}
