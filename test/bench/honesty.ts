/**
 * False alarms and power of the verdict rule on this machine, quiet and under load, beside Welch's test on means and a
 * plain threshold of 5 % on the same data. `npm run bench -- honesty [--minutes 10] [--seed 1] [--n 200000000]
 * [--only quiet|loaded] [--json file]`; the minutes are those of each recording.
 *
 * One long recording by the real runner, in blocks of three cells: a CPU-bound task under two names, and the same with
 * 5 % more work. 500 comparisons of 20 blocks are drawn from it (without replacement within one); beside them stand all
 * windows of 20 successive blocks that do not overlap, which are independent, but fewer.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadCatalogue } from "../../.build/app/catalogue.js";
import type { Run } from "../../.build/record/schema/run-schema.js";
import { recordStudy } from "../../.build/runner/recording/record-study.js";
import { MANY_BLOCKS } from "../../.build/study/budget.js";
import { matrix } from "../../.build/study/study.js";
import { type Outcome, outcomesOf, RULES } from "./honesty-rules.js";
import { numberOption, textOption } from "./options.js";

const MORE_WORK = 1.05;

const minutes = numberOption("--minutes", 10);
const seed = numberOption("--seed", 1);
const n = Math.round(numberOption("--n", 200_000_000));
const only = textOption("--only");

const results: Record<string, { blocks: number; medianMs: number; outcomes: Outcome[] }> = {};
for (const state of ["quiet", "loaded"]) {
  if (only !== undefined && only !== state) continue;
  const load = state === "loaded" ? startLoad() : null;
  try {
    const run = await record(state);
    results[state] = { ...times(run), outcomes: outcomesOf(run, seed) };
    print(state, results[state]);
    keep();
  } finally {
    load?.kill();
  }
}

function keep(): void {
  const file = textOption("--json");
  if (file !== undefined) writeFileSync(file, `${JSON.stringify({ minutes, seed, n, results }, null, 2)}\n`);
}

function startLoad(): ChildProcess {
  const script = fileURLToPath(new URL("./load.js", import.meta.url));
  const args = [script, "--seed", String(seed), "--seconds", String(minutes * 60 + 120)];
  return spawn(process.execPath, args, { stdio: ["pipe", "ignore", "inherit"] });
}

async function record(state: string): Promise<Run> {
  const dir = mkdtempSync(join(tmpdir(), "scalebook-bench-"));
  try {
    const { file: path } = await recordStudy({
      study: { id: "honesty", experiments: [experiment()] },
      catalogue: await loadCatalogue(),
      overrides: {},
      extent: { budgetMs: minutes * 60_000, mostBlocks: MANY_BLOCKS },
      seed,
      runsDir: dir,
      identity: { id: "m-000000000000", name: state },
      command: "npm run bench -- honesty",
      toolVersion: "bench",
      commit: Promise.resolve(null),
      timeoutMs: 60_000,
      folder: dir,
      earlierSizes: [],
      stop: new AbortController().signal,
      onEvent(event) {
        if (event.kind !== "block-finished" || (event.at.block + 1) % 100 > 0) return;
        console.error(
          `${state}: ${event.at.block + 1} blocks, about ${Math.round(event.at.remainingMs / 1_000)} s left`,
        );
      },
    });
    return JSON.parse(readFileSync(path, "utf8")) as Run;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The cells a, b and more, in this order. */
function experiment() {
  const levels = { workload: ["random-loop"], strategy: ["sequential"] };
  const equal = matrix({ ...levels, n: [n], more: { name: ["a", "b"] } });
  const more = matrix({ ...levels, n: [Math.round(n * MORE_WORK)], more: { name: ["more"] } });
  return { id: "honesty", title: "Honesty", question: "Is the rule honest?", matrix: [equal, more] };
}

function times(run: Run) {
  const ms = run.experiments[0]?.cells[0]?.trials.flatMap(({ wallMs }) => wallMs ?? []).sort((x, y) => x - y) ?? [];
  return { blocks: ms.length, medianMs: ms[Math.floor(ms.length / 2)] ?? 0 };
}

function print(state: string, { blocks, medianMs, outcomes }: (typeof results)[string]): void {
  console.log(`\n${state}: ${blocks} blocks, a trial takes ${medianMs.toFixed(1)} ms`);
  const [first] = outcomes;
  if (first === undefined) {
    console.log("too few blocks to draw from: give more --minutes");
    return;
  }
  console.log(`floor of a self-test on the first blocks: ${first.floorPercent.toFixed(1)} %`);
  console.log(`${"".padEnd(34)}${"false alarms".padStart(13)}${"upper 95 %".padStart(12)}${"+5 % found".padStart(12)}`);
  for (const { drawn, comparisons, rules } of outcomes) {
    console.log(`${comparisons} comparisons, ${drawn}`);
    for (const [rule, title] of Object.entries(RULES)) {
      const { alarmPercent, upperPercent, foundPercent } = rules[rule as keyof typeof RULES];
      const figures = [alarmPercent, upperPercent, foundPercent].map((figure, index) =>
        `${figure.toFixed(1)} %`.padStart(index === 0 ? 13 : 12),
      );
      console.log(`  ${title.padEnd(32)}${figures.join("")}`);
    }
  }
}
