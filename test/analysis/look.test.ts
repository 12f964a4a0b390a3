import { test } from "vitest";
import { analyseRun } from "../../src/analysis/analyse.js";
import { seededRandom } from "../../src/stats/random.js";
import { cell, experiment, makeRun } from "./make-run.js";
const CPU = { "random-loop": { title: "Random loop", bound: "cpu" as const } };
for (const blocks of [1, 5, 20])
test("look" + blocks, () => {
  const random = seededRandom(3);
  const noisy = (ms: number) => Array.from({ length: blocks }, () => ms * Math.exp((random() + random() + random() - 1.5) * 0.04));
  const c = 2, T = 8, task = 300;
  const w = (workers: number, extra: number) => Math.max(Math.ceil(T / workers), T / c) * task + extra;
  const machine = { id: "m", name: "m", availableParallelism: 2 };
  const workers = experiment([
    cell({ strategy: "sequential", workers: 1, tasks: 8 }, noisy(8 * task), Array(blocks).fill({ userMs: 2400, sysMs: 10, queueWaitMs: 200 })),
    ...[1, 2, 4, 6, 8].map((k) => cell({ strategy: "thread-pool", workers: k, tasks: 8, pool: "fresh" }, noisy(w(k, 30)), Array(blocks).fill({ userMs: 2420, sysMs: 10 }))),
    ...[1, 2, 4, 6, 8].map((k) => cell({ strategy: "process-pool", workers: k, tasks: 8, pool: "fresh" }, noisy(w(k, 60 + 20 * k)), Array(blocks).fill({ userMs: 2440 + k * 60, sysMs: 10 }))),
  ], { workloads: CPU });
  const tvp = experiment([
    cell({ strategy: "sequential", workers: 1, tasks: 4 }, noisy(1200)),
    cell({ strategy: "event-loop", workers: 1, tasks: 4 }, noisy(1201)),
    ...[1, 2, 4].flatMap((k) => ["thread-per-task", "process-per-task"].map((s, i) => cell({ strategy: s, workers: k, tasks: 4, launch: "bounded" }, noisy(300 * Math.max(4 / 2, 4 / k) + 40 + i * 60)))),
  ], { id: "thread-vs-process", workloads: CPU });
  const n = experiment([1e3, 1e4, 1e5, 1e6, 1e7].flatMap((N) => [
    cell({ strategy: "sequential", workers: 1, n: N, tasks: 1 }, noisy(0.00003 * N + 0.2)),
    cell({ strategy: "thread-pool", workers: 4, n: N, tasks: 4, pool: "fresh" }, noisy(0.000016 * N + 40)),
    cell({ strategy: "process-pool", workers: 4, n: N, tasks: 4, pool: "fresh" }, N === 1e7 ? noisy(1).map(() => null) : noisy(0.000016 * N + 90)),
  ]), { id: "small-vs-large-n", division: "shares", workloads: { "random-sum": { title: "Sum", bound: "cpu" } } });
  const pvp = experiment([["random-loop", 300], ["file-write", 0.2]].flatMap(([workload, ms]) => [4, 32].flatMap((tasks) => [
    cell({ strategy: "sequential", workers: 1, tasks, workload: workload as string }, noisy(tasks * (ms as number))),
    cell({ strategy: "process-per-task", workers: 2, tasks, workload: workload as string, launch: "bounded" }, noisy(tasks * ((ms as number) + 50) / 2)),
    cell({ strategy: "process-per-task", workers: 2, tasks, workload: workload as string, launch: "all-at-once" }, noisy(tasks * ((ms as number) + 55) / 2)),
    cell({ strategy: "process-pool", workers: 2, tasks, workload: workload as string, pool: "fresh" }, noisy(tasks * (ms as number) / 2 + 60)),
  ])), { id: "process-vs-pool", workloads: { ...CPU, "file-write": { title: "w", bound: "io" } } });
  const t0 = performance.now();
  const a = analyseRun(makeRun([workers, pvp, tvp, n], { machine }));
  console.log(blocks, "ms", performance.now() - t0, a.findings.length);
  for (const e of a.experiments) { console.log("#", e.id, e.varying.join(), e.cells.map((x) => x.label).slice(0, 4).join(" | "));
    for (const f of e.findings) console.log("  *", f.id, f.weight.toFixed(1), f.text); }
  console.log("TOP", a.findings.slice(0, 6).map((f) => f.experiment + ":" + f.id).join(" "));
});
