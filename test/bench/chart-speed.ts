import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { analyseRun } from "../../.build/analysis/analyse.js";
import type { Run } from "../../.build/record/schema/run-schema.js";
import { chartsFor } from "../../.build/report/charts/kinds/index.js";
import type { Picture } from "../../.build/report/charts/marks/chart.js";
import { createRenderer } from "../../.build/report/charts/output/render.js";
import { recordFiles } from "../../.build/report/pages/figure-files.js";
import { drawFigure } from "../../.build/report/pages/figures.js";
import type { Measure } from "./measures.js";

const runs = fileURLToPath(new URL("../../runs/examples", import.meta.url));
const main = fileURLToPath(new URL("../../.build/main.js", import.meta.url));

/** Every chart of the recorded lab drawn once more when all have been drawn: one picture, and all that goes beside it. */
export async function chartSpeed(): Promise<Measure | null> {
  const name = recorded(/-lab-all-/);
  if (name === undefined) return null;
  const run = JSON.parse(readFileSync(join(runs, name), "utf8")) as Run;
  const render = await createRenderer();
  const analysis = analyseRun(run);
  const pictures = () =>
    run.experiments.flatMap((experiment, index) => {
      const analysed = analysis.experiments[index];
      if (!analysed) return [];
      return chartsFor(analysed, experiment).map((chart) =>
        chart.spec({ analysis: analysed, experiment, machine: run.machine }),
      );
    });
  const of = { csv: "run/r/charts.csv", experiment: "x", chart: "y" };
  const place = { id: "a", path: "run/r/index.html", folder: "chart/r/x/y/", ...of };
  const make = async (picture: Picture) => recordFiles([await drawFigure(render, place, picture)], render);
  for (const picture of pictures()) await make(picture);
  const ours: number[] = [];
  const other: number[] = [];
  for (const picture of pictures()) {
    const start = performance.now();
    await render(picture.spec, { id: "a", labelledBy: "b" });
    ours.push(performance.now() - start);
  }
  for (const picture of pictures()) {
    const start = performance.now();
    await make(picture);
    other.push(performance.now() - start);
  }
  const mean = (values: readonly number[]) => values.reduce((sum, ms) => sum + ms, 0) / values.length;
  process.stdout.write(
    `  ${ours.length} charts: ${mean(ours).toFixed(1)} ms a picture on average, ${Math.max(...ours).toFixed(1)} ms at most; ` +
      `with both rooms and all files ${mean(other).toFixed(1)} ms a chart\n`,
  );
  return { name: "a chart, warm", unit: "ms", ours, other: [], otherName: "", limit: 25 };
}

/** The site of the recorded default run as a command: nothing known, and when it joins the imported runs of a site. */
export async function siteSpeed(): Promise<Measure[] | null> {
  const name = recorded(/-lab-(?!all)/);
  if (name === undefined) return null;
  const others = readdirSync(runs).filter((file) => file.endsWith(".json") && !/-lab-/.test(file));
  const cold = Array.from({ length: 5 }, () => timeBuild([], name));
  const added = Array.from({ length: 5 }, () => timeBuild(others, name));
  const none = { unit: "ms" as const, other: [], otherName: "", limit: 3_000 };
  return [
    { ...none, name: "build, the default run, nothing known, as a command", ours: cold },
    { ...none, name: "build, the default run added to a site, as a command", ours: added },
  ];
}

/** Time in ms of the build that `name` makes necessary, in a folder of its own with nothing kept but of the runs before. */
function timeBuild(before: readonly string[], name: string): number {
  const dir = mkdtempSync(join(tmpdir(), "scalebook-bench-"));
  const env = { ...process.env, SCALEBOOK_CACHE: join(dir, "cache") };
  const build = () => {
    const args = [main, "build", "--runs-dir", join(dir, "runs"), "--out", join(dir, "site")];
    const { status } = spawnSync(process.execPath, args, { stdio: "ignore", env });
    if (status !== 0) throw new Error(`build ended with ${status}`);
  };
  try {
    for (const file of before) cpSync(join(runs, file), join(dir, "runs", file));
    if (before.length > 0) build();
    cpSync(join(runs, name), join(dir, "runs", name));
    const start = performance.now();
    build();
    return performance.now() - start;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function recorded(pattern: RegExp): string | undefined {
  return readdirSync(runs).find((name) => pattern.test(name));
}
