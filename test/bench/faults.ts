/**
 * Nothing is lost on a disk that fails: `npm run bench -- faults [--seeds 10000] [--from 1] [--seed N] [--planted [bug]] [--only build]`. Recordings,
 * merges, builds and the rest of what writes run over a simulated disk with short writes, refused calls, kills, power cuts and
 * clocks that are set, and a new process looks at what they left (test/bench/faults). `--seed N` does one seed and prints its
 * calls; `--planted` puts a bug into the program, such as files that are renamed before they are synced, and says how many seeds find it.
 */
import "./faults/patched-fs.js";
import { performance } from "node:perf_hooks";
import { PLANTED, type Planted } from "./faults/calls.js";
import { numberOption, textOption } from "./options.js";

const { Template } = await import("./faults/world.js");
const { runSeed } = await import("./faults/scenario.js");
const { compiledProgram } = await import("./faults/compiled-program.js");

const template = await Template.make(compiledProgram);
const one = process.argv.includes("--seed") ? numberOption("--seed", 1) : null;
const planted = process.argv.includes("--planted") ? plantedBug(textOption("--planted")) : null;
const only = textOption("--only");
const isPlanted = planted !== null;
if (one === null) await search();
else await replay(one);

function plantedBug(name: string | undefined): Planted {
  const bugs = Object.keys(PLANTED) as Planted[];
  return bugs.find((bug) => bug === name) ?? "rename-before-sync";
}

async function replay(seed: number): Promise<void> {
  const { story, violations, trace } = await runSeed(template, seed, { isTraced: true, planted, only });
  console.log(`${trace.join("\n")}\nseed ${seed}: ${story}`);
  report(seed, violations);
}

async function search(): Promise<void> {
  const [from, seeds] = [numberOption("--from", 1), numberOption("--seeds", 10_000)];
  const start = performance.now();
  const met = new Map<string, number>();
  const failed: number[] = [];
  let [calls, tried] = [0, 0];
  for (let seed = from; seed < from + seeds; seed += 1) {
    const result = await runSeed(template, seed, { planted, only });
    calls += result.calls;
    tried += 1;
    if (result.isMet) met.set(result.fault, (met.get(result.fault) ?? 0) + 1);
    if (result.violations.length === 0) continue;
    failed.push(seed);
    if (failed.length <= 20) {
      console.log(`seed ${seed}: ${result.story}`);
      report(seed, result.violations);
    }
    if (isPlanted) break;
  }
  const seconds = (performance.now() - start) / 1_000;
  const faults = [...met].map(([kind, count]) => `${kind} ${count}`).join(", ");
  if (isPlanted && failed.length > 0)
    console.log(
      `The planted bug (${PLANTED[planted]}) is found by seed ${failed[0]}, after ${Number(failed[0]) - from + 1} seeds`,
    );
  console.log(
    `${tried} seeds, ${calls} calls in ${seconds.toFixed(0)} s; faults met: ${faults}; ${failed.length} seeds with a violation`,
  );
}

function report(seed: number, violations: readonly string[]): void {
  for (const violation of violations) console.log(`  ${violation.slice(0, 600)}`);
  if (violations.length === 0) return;
  console.log(
    `  again: npm run bench -- faults --seed ${seed}${isPlanted ? ` --planted ${planted}` : ""}${only === undefined ? "" : ` --only ${only}`}`,
  );
  process.exitCode = isPlanted ? 0 : 1;
}
