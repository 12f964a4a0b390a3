import { describe, expect, it } from "vitest";
import { resolveRecording } from "../../../src/app/record-request.js";
import { parseGiven } from "../../../src/cli/arguments.js";
import { run } from "../../../src/cli/commands/run.js";
import { askedRecording } from "../../../src/cli/options/asked-recording.js";
import { allExperiments, defaultStudy, wholeStudy } from "../../../src/experiments/index.js";

const { signal } = new AbortController();
const optionsOf = async (...argv: string[]) => {
  const { asked } = await askedRecording(await parseGiven(run, argv));
  return resolveRecording(asked, signal);
};

describe("run --all", () => {
  it("runs every built-in experiment, within ten minutes unless told otherwise", async () => {
    const { study, extent } = await optionsOf("--all");
    expect(study.id).toBe("lab-all");
    expect(study.experiments).toEqual(wholeStudy.experiments);
    expect(extent).toEqual({ budgetMs: 600_000 });
    expect((await optionsOf("--all", "--budget", "3m")).extent).toEqual({ budgetMs: 180_000 });
    expect((await optionsOf("--all", "--blocks", "2")).extent).toEqual({ blocks: 2 });
  });

  it("leaves out what needs a Redis, unless one is given", async () => {
    const idsOf = async (...argv: string[]) => {
      const { asked } = await askedRecording(await parseGiven(run, argv));
      return asked.loaded.study.experiments.map(({ id }) => id);
    };
    const [without, within] = [await idsOf("--all"), await idsOf("--all", "--redis", "redis://127.0.0.1:1")];
    expect(within).toEqual(allExperiments.map(({ id }) => id));
    expect(within.filter((id) => !without.includes(id))).toEqual(["queue-task-length"]);
    expect(await idsOf("queue-task-length")).toEqual(["queue-task-length"]);
  });

  it("leaves no doubt about what was asked for", async () => {
    await expect(optionsOf("--all", "workers")).rejects.toThrow(/--all and workers were both given/);
    await expect(optionsOf("--all", "--study", "x.yaml")).rejects.toThrow(/--all and --study were both given/);
  });
});

describe("named experiments", () => {
  it("are of the default study where they can be, else of the whole", async () => {
    expect((await optionsOf()).study).toEqual(defaultStudy);
    const { study, extent } = await optionsOf("workers", "workers");
    expect([study.id, study.experiments.map(({ id }) => id)]).toEqual(["lab", ["workers"]]);
    expect(extent).toEqual({ budgetMs: 90_000 });
    const mixed = (await optionsOf("weak-scaling", "workers")).study;
    expect([mixed.id, mixed.experiments.map(({ id }) => id)]).toEqual(["lab-all", ["weak-scaling", "workers"]]);
  });

  it("that do not exist are told from those that do", async () => {
    await expect(optionsOf("weak-scalin")).rejects.toThrow(
      'there is no experiment "weak-scalin" in the built-in experiments: did you mean weak-scaling?',
    );
  });
});
