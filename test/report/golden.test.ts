import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { classRuns } from "../analysis/machines/simulated.js";
import { versionsRun } from "../analysis/versions/simulated.js";
import { againRuns } from "./again-runs.js";
import { questionExperiments } from "./question-runs.js";
import { importedRun, makeRun, requestsExperiment, workersExperiment } from "./sample-runs.js";
import { writeSite } from "./write-site.js";

/**
 * Whole pages of a small fixed archive, compared word for word. After a change that is meant, run
 * `UPDATE_GOLDEN=1 npx vitest run test/report/golden.test.ts` and read the difference.
 */
const golden = fileURLToPath(new URL("../golden/report/", import.meta.url));
const small = makeRun({ experiments: [workersExperiment(10)] });
const questions = makeRun({
  id: "20261123t061500z-questions-3f9a2e",
  study: "questions",
  startedAt: "2026-11-23T06:15:00.000Z",
  finishedAt: "2026-11-23T06:16:00.000Z",
  experiments: questionExperiments(),
});
const again = againRuns();
/** Two versions that take the same time with 1 worker; the second gains less by 2. */
const versions = makeRun({
  id: "20261124t081500z-versions-3f9a30",
  study: "versions",
  startedAt: "2026-11-24T08:15:00.000Z",
  finishedAt: "2026-11-24T08:16:00.000Z",
  command: "scalebook run --module before=./old.mjs,after=./new.mjs --twin",
  calibration: [],
  experiments: versionsRun({
    strategies: ["sequential", "thread-pool"],
    workers: [1, 2],
    blocks: 10,
    noise: 0.005,
    effect: ({ workers }) => (workers > 1 ? 1.2 : 1),
  }).experiments,
});
const requests = makeRun({
  id: "20261124t091500z-requests-3f9a31",
  study: "requests",
  startedAt: "2026-11-24T09:15:00.000Z",
  finishedAt: "2026-11-24T09:16:00.000Z",
  command: "scalebook run --command 'node server.mjs' --figure 'throughput=([0-9.]+) req/s' --better higher",
  calibration: [],
  experiments: [requestsExperiment()],
});
const host = importedRun("cores-host");
const vm = importedRun("cores-vm");

const PAGES = {
  "home.html": "index.html",
  "run.html": `run/${small.id}/index.html`,
  "questions.html": `run/${questions.id}/index.html`,
  "versions.html": `run/${versions.id}/index.html`,
  "own-figure.html": `run/${requests.id}/index.html`,
  "weak-scaling.html": `run/${questions.id}/weak/index.html`,
  "faults.html": `run/${questions.id}/faults/index.html`,
  "imported.html": `run/${host.id}/index.html`,
  "compare.html": `compare/${host.id}--${vm.id}/index.html`,
  "study.html": "study/again/index.html",
  "machine.html": "machine/bench-4c/index.html",
  "several.html": `compare/${again[0]?.id}/index.html`,
  "histories.html": "history/index.html",
  "glossary.html": "glossary/index.html",
  "method.html": "method/index.html",
  "data.html": "data/index.html",
  "not-found.html": "404.html",
};

let folder = "";
let site = "";
let classSite = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scalebook-golden-"));
  ({ site } = await writeSite(folder, [small, questions, host, vm, ...again, versions, requests]));
  // On archives of their own, which leaves the other pages as they are.
  const onMachines = classRuns({ machines: 4, seed: 3, workers: [2, 4], factor: (index) => (index === 1 ? 1.15 : 1) });
  ({ site: classSite } = await writeSite(join(folder, "class"), onMachines));
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** One tag a line, so that a difference is one line; pictures by their words only, their paths belong to Vega. */
function normalise(html: string): string {
  const picture = (svg: string) =>
    `<svg>${[...svg.matchAll(/<text[^>]*>([^<]*)/g)].map(([, text]) => text).join(" | ")}</svg>`;
  return html
    .replace(/<svg id=.*?<\/svg>/gs, picture)
    .replace(/></g, ">\n<")
    .replace(/\n+/g, "\n");
}

function pageAt(path: string): Promise<string> {
  return readFile(join(site, path), "utf8");
}

async function matches(name: string, html: string): Promise<void> {
  const actual = normalise(html);
  const file = join(golden, name);
  if (process.env.UPDATE_GOLDEN) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, actual);
  }
  expect(actual).toBe(await readFile(file, "utf8"));
}

describe("golden pages", () => {
  it("history.html", async () => {
    const series = (await readdir(join(site, "history"))).filter((name) => name.startsWith("workers-thread-pool-2-"));
    expect(series).toHaveLength(1);
    await matches("history.html", await pageAt(`history/${series[0]}/index.html`));
  });

  it("machines.html", async () => {
    await matches("machines.html", await readFile(join(classSite, "study/class/machines/index.html"), "utf8"));
    expect(await readFile(join(classSite, "study/class/index.html"), "utf8")).toContain(
      '<a href="../../study/class/machines/index.html">All 4 machines on one page</a>',
    );
  });

  it.each(Object.entries(PAGES))("%s", async (name, path) => {
    await matches(name, await pageAt(path));
  });
});
