import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import type { ExperimentAnalysis } from "../../../src/analysis/results/run-analysis.js";
import type { VersionsAnalysis } from "../../../src/analysis/results/versions.js";
import { type VersionsExperiment, versionsExperiments } from "../../../src/analysis/versions/check-versions.js";
import { versionsMarkdown, versionsText } from "../../../src/cli/print/check-versions.js";
import type { Experiment, Run, Trial } from "../../../src/record/schema/run-schema.js";
import { signedPercent } from "../../../src/words/percent.js";
import { type Simulated, versionsRun } from "../../analysis/versions/simulated.js";
import { folderOfRuns } from "./in-process.js";

const { dir, write, scalebook: program } = folderOfRuns();
const scalebook = (...args: string[]) => program(...args, "--runs-dir", dir);

let hour = 0;
function recorded(truth: Simulated, label: string): Run {
  const { experiments, ...run } = versionsRun({ workers: [1, 2], noise: 0.005, ...truth });
  write(hour++, { experiments, label });
  return { ...run, experiments };
}

const slower = recorded({ effect: () => 1.05 }, "slower");
recorded({}, "equal");
recorded({ effect: () => 0.9 }, "faster");
recorded({ effect: ({ workers }) => (workers > 1 ? 1 / 1.1 : 1.1) }, "better-at-two");
recorded({ noise: 0.2 }, "open");
const named = { before: "main", after: "HEAD" };
const from = (ref: string, digit: string) => ({ files: [], commit: { ref, hash: digit.repeat(40) } });
recorded({ names: named, more: { programs: { main: from("main", "a"), HEAD: from("HEAD", "b") } } }, "commits");

describe("scalebook check of a run of two versions", () => {
  it("takes the run alone, opens with the answer, and exits with 3 where something is slower", async () => {
    const { out, exitCode } = await scalebook("check", "slower");
    const { overall, changes } = (analyseRun(slower).experiments[0] as ExperimentAnalysis).versions as VersionsAnalysis;
    const percent = signedPercent(overall?.change.changePercent as number);
    expect(exitCode).toBe(3);
    expect(out).toContain(`After takes ${percent.slice(1)} more time than before, and scales as well\n`);
    for (const { label, change } of changes)
      expect(out).toMatch(new RegExp(`${label} .*\\${signedPercent(change.changePercent as number)} .*slower`));
    expect(out).toContain("Failed: over all (slower); 1 worker (slower); 2 workers (slower).");
  });

  it.each([
    ["equal", "slower", 0],
    ["equal", "changed", 0],
    ["equal", "undecided", 0],
    ["faster", "slower", 0],
    ["faster", "changed", 3],
    ["open", "slower", 0],
    ["open", "undecided", 3],
  ])("of %s versions with --fail-on %s exits with %i", async (label, what, code) => {
    const { exitCode, out } = await scalebook("check", label, "--fail-on", what);
    expect(exitCode, out).toBe(code);
  });

  it("fails on one worker count, and counts no change under --floor", async () => {
    expect((await scalebook("check", "better-at-two")).out).toContain("Failed: 1 worker (slower).");
    expect((await scalebook("check", "slower", "--floor", "20%")).exitCode).toBe(0);
  });

  it("refuses --as-timed, which is for two runs, and names what it has not checked", async () => {
    expect((await scalebook("check", "equal", "--as-timed")).mistake).toMatch(/^--as-timed is for a run that is held/);
    const [experiment] = versionsRun({ blocks: 4 }).experiments as [Experiment];
    const { versions: _, ...other } = { ...experiment, id: "other", cells: experiment.cells.slice(0, 3) };
    write(hour++, { experiments: [experiment, other], label: "mixed" });
    expect((await scalebook("check", "mixed")).out.replaceAll(/\s+/g, " ")).toContain(
      "Versions are checked here, and not other: --against previous compares the whole run.",
    );
    expect((await scalebook("check", "equal")).out).not.toContain("are checked here");
  });

  it("leaves times out where a terminal has no room for them beside the twin", async () => {
    const analysis = analyseRun(slower);
    const shown = { run: slower, analysis, experiments: versionsExperiments(analysis), failing: [] };
    const [wide, narrow] = await Promise.all(
      [120, 80].map(async (columns) => (await versionsText(shown, columns)).join("")),
    );
    expect(wide).toMatch(/^combination +before +after +change .* before again$/m);
    expect(narrow).toMatch(/^combination +change .* before again$/m);
    expect(Math.max(...(narrow ?? "").split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("says why times beside a change say the other direction, where they stand there", async () => {
    const analysis = analyseRun(slower);
    const [one] = versionsExperiments(analysis) as [VersionsExperiment];
    const changes = one.versions.changes.map((found) => ({
      ...found,
      change: { ...found.change, toMs: found.change.fromMs && found.change.fromMs * 0.99 },
    }));
    const shown = {
      run: slower,
      analysis,
      experiments: [{ ...one, versions: { ...one.versions, changes } }],
      failing: [],
    };
    const note = "slower; change within repeats; medians alone: −1.0 %";
    expect((await versionsText(shown, 200)).join("")).toContain(note);
    expect((await versionsText(shown, 80)).join("")).not.toContain("medians alone");
    expect(versionsMarkdown(shown)).toContain(note);
  });

  it("fails where the scaling is worse", async () => {
    recorded({ effect: ({ workers }) => (workers > 1 ? 1.01 : 0.96) }, "scaling");
    const { out, exitCode } = await scalebook("check", "scaling");
    expect(exitCode).toBe(3);
    expect(out).toContain("Failed: speed-up, 2 workers (scales worse).");
  });

  it("fails where the new version fails more often than the old one and its twin, too often for chance", async () => {
    const [experiment, ...others] = versionsRun({ blocks: 12 }).experiments;
    const failingIn = (blocks: number) =>
      (experiment?.cells ?? []).map((cell) => {
        if (cell.factors.more?.version !== "after" || cell.factors.workers !== 2) return cell;
        const trials = cell.trials.map((trial) =>
          trial.block < blocks
            ? { ...trial, status: "failed" as const, reason: "error" as const, detail: "flaky" }
            : trial,
        );
        return { ...cell, trials };
      });
    write(hour++, { experiments: [{ ...experiment, cells: failingIn(2) } as Experiment, ...others], label: "twice" });
    expect((await scalebook("check", "twice")).exitCode).toBe(0);
    write(hour++, { experiments: [{ ...experiment, cells: failingIn(9) } as Experiment, ...others], label: "often" });
    const { out, exitCode } = await scalebook("check", "often");
    expect(exitCode).toBe(3);
    expect(out).toContain("After fails more often than before");
    expect(out).toContain("Failed: 2 workers (fails now).");
  });

  it("says which trials failed, in Markdown before the details, and refuses a run that failed as a whole", async () => {
    const [experiment, ...others] = versionsRun({ blocks: 4 }).experiments;
    const cells = (experiment?.cells ?? []).map((cell) => {
      if (cell.factors.more?.version !== "after" || cell.factors.workers !== 2) return cell;
      const [first, ...trials] = cell.trials as [Trial, ...Trial[]];
      return {
        ...cell,
        trials: [{ ...first, status: "failed" as const, reason: "error" as const, detail: "flaky" }, ...trials],
      };
    });
    const experiments = [{ ...experiment, cells } as Experiment, ...others];
    write(hour++, { experiments, label: "flaky" });
    const said = "- Trials failed: 2 workers, after (1 of 4 repeats): flaky.";
    expect((await scalebook("check", "flaky")).out).toContain(said);
    const { out } = await scalebook("check", "flaky", "--format", "md");
    const shown = out.replaceAll("\\", "");
    expect(shown).toContain(said);
    expect(shown.indexOf(said)).toBeLessThan(shown.indexOf("<details>"));
    write(hour++, { experiments, label: "broken", status: "failed" });
    expect((await scalebook("check", "broken")).mistake).toContain("failed, and has no times to check");
  });

  it("calls a figure worse, not slower", async () => {
    const { experiments } = versionsRun({ workers: [1, 2], effect: () => 1.05, noise: 0.005 });
    const figure = { name: "throughput", better: "higher" as const };
    const figured = experiments.map((one) => ({
      ...one,
      figure,
      cells: one.cells.map((cell) => ({
        ...cell,
        trials: cell.trials.map((trial) => ({ ...trial, figures: { throughput: 1_000 / (trial.wallMs ?? 1) } })),
      })),
    }));
    write(hour++, { experiments: figured, label: "figure" });
    const { out } = await scalebook("check", "figure");
    expect(out).toContain("Failed: over all (worse); 1 worker (worse); 2 workers (worse).");
    expect(out).not.toContain("slower");
  });

  it("writes Markdown for a pull request: answer, twin and commits, the table, the rest folded", async () => {
    const { out } = await scalebook("check", "commits", "--format", "md");
    const [head, , ...lines] = out.split("\n");
    expect(head).toMatch(/^### HEAD takes the same time as main within 3 %, and scales as well$/);
    const place = (text: string) => lines.findIndex((line) => line.includes(text));
    const order = [
      `- Commits: main ${"a".repeat(12)}, HEAD ${"b".repeat(12)}.`,
      "- The same program measured twice takes the same time within 3 %.",
      "| combination | main | HEAD | change | 95 % interval | verdict | main again |",
      "| over all |",
      "| speed-up, 2 workers |",
      "**Passed",
      "<details>",
      "- 4 comparisons corrected together; a change counts from 2 % on.",
      "</details>",
    ].map(place);
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it("gives programs every comparison as data", async () => {
    const { out, exitCode } = await scalebook("check", "slower", "--json");
    const { failed, failing, experiments } = JSON.parse(out);
    expect(exitCode).toBe(3);
    expect(failed).toBe(true);
    expect(failing.map(({ label }: { label: string }) => label)).toEqual(["over all", "1 worker", "2 workers"]);
    expect(experiments[0]).toMatchObject({ before: "before", after: "after", family: 4 });
  });

  it("with --against holds the run against another one, as of every run", async () => {
    const { out } = await scalebook("check", "slower", "--against", "equal");
    expect(out).toContain(`reference  `);
    expect(out).toMatch(/combination +change/);
  });
});
