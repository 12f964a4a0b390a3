import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import * as scalebook from "../.build/index.js";

const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
process.env.SCALEBOOK_CONFIG = join(dir, "config");
afterAll(() => {
  delete process.env.SCALEBOOK_CONFIG;
  rmSync(dir, { recursive: true });
});

const { buildSite, defineStudy, parseRun, readRuns, runStudy, UserError } = scalebook;
const runsDir = join(dir, "runs");
const study = defineStudy({
  id: "from-a-program",
  blocks: 2,
  experiments: [
    {
      id: "own",
      title: "Own",
      question: "How long?",
      module: "./own.mjs",
      matrix: [{ strategy: ["sequential", "thread-pool"], workers: "1..2", tasks: 2 }],
    },
  ],
});
writeFileSync(join(dir, "own.mjs"), "export const task = ({ index }) => index;");

describe("the package's exports", () => {
  it("are these", () => {
    expect(Object.keys(scalebook).sort()).toEqual([
      ...["UserError", "buildSite", "defineStudy", "parseRun", "readRuns", "runStudy"],
    ]);
  });

  it("run a study and build a site of it", async () => {
    const events = new Set<string>();
    const onEvent = ({ kind }: { kind: string }) => events.add(kind);
    const { run, file } = await runStudy(study, { runsDir, folder: dir, workers: [2], seed: 5, label: "x", onEvent });
    expect(run).toMatchObject({ study: "from-a-program", seed: 5, label: "x", status: "complete" });
    expect(run.experiments[0]?.cells.map(({ factors, trials }) => [factors.workers, trials.length])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect([...events]).toEqual(expect.arrayContaining(["planned", "trial-finished", "block-finished"]));
    expect(parseRun(run, file)).toEqual(run);
    const { runs } = await readRuns(runsDir);
    const site = await buildSite({ runs, outDir: join(dir, "site") });
    expect(existsSync(site.indexPath)).toBe(true);
  });

  it("count the inputs of a module that several experiments share, for the sizes of each", async () => {
    writeFileSync(
      join(dir, "inputs.mjs"),
      "export const inputs = (n) => Array(n).fill(0); export const task = (x) => x;",
    );
    const experiments = [2, 3].map((n) => ({
      ...{ id: `of-${n}`, title: "Inputs", question: "How many?", module: "./inputs.mjs" },
      matrix: [{ strategy: "sequential", n }],
    }));
    const { run } = await runStudy({ id: "shared-module", blocks: 1, experiments }, { runsDir, folder: dir });
    expect(run.experiments.map(({ cells }) => cells[0]?.factors.tasks)).toEqual([2, 3]);
  });

  it("stop with what is there", async () => {
    const controller = new AbortController();
    const { run } = await runStudy(study, {
      ...{ runsDir, folder: dir, blocks: 50, signal: controller.signal },
      onEvent: ({ kind }) => kind === "block-finished" && controller.abort(),
    });
    expect(run.status).toBe("interrupted");
  });

  it("tell mistakes in the study and in the options", async () => {
    const wrong = { ...study, id: "Not a slug" };
    await expect(runStudy(wrong, { runsDir })).rejects.toThrow(/^the study: id is "Not a slug"/);
    await expect(runStudy(study, { runsDir, workers: [0] })).rejects.toThrow(UserError);
    await expect(runStudy(study, { runsDir, strategies: ["no-such"] })).rejects.toThrow(/strategies has "no-such"/);
    await expect(runStudy(study, { runsDir, blocks: -1 })).rejects.toThrow(UserError);
    await expect(runStudy(study, { runsDir })).rejects.toThrow(/own\.mjs cannot be read \(ENOENT\)/);
  });
});
