import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../src/cli/catalogue.js";
import { loadStudy, parseStudy } from "../../src/study/load.js";
import { UserError } from "../../src/user-error.js";

const catalogue = await loadCatalogue();

const experiment = {
  id: "mine",
  title: "Mine",
  question: "Is it faster?",
  matrix: [{ workload: "random-loop", strategy: ["sequential", "thread-pool"], n: 1000, workers: "1..3" }],
};
const study = { id: "own", experiments: [experiment] };

function messageOf(value: unknown): string {
  try {
    parseStudy(value, "study.yaml", catalogue);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
  throw new Error("it was accepted");
}

describe("parseStudy", () => {
  it("reads single levels, lists and ranges, and fills in the usual levels", () => {
    const [parsed] = parseStudy(study, "study.yaml", catalogue).experiments;
    expect(parsed?.matrix).toEqual([
      {
        workload: ["random-loop"],
        strategy: ["sequential", "thread-pool"],
        n: [1000],
        workers: [1, 2, 3],
        tasks: [1],
        launch: ["bounded"],
        pool: ["fresh"],
        more: {},
      },
    ]);
  });

  it("reads schedulings, and as many tasks as workers", () => {
    const levels = { ...experiment.matrix[0], scheduling: "rounds", tasks: [4, "per-worker"] };
    const [parsed] = parseStudy(
      { ...study, experiments: [{ ...experiment, matrix: [levels] }] },
      "s",
      catalogue,
    ).experiments;
    expect(parsed?.matrix[0]).toMatchObject({ scheduling: ["rounds"], tasks: [4, "per-worker"] });
    const wrong = { ...experiment.matrix[0], tasks: ["per-task"] };
    expect(messageOf({ ...study, experiments: [{ ...experiment, matrix: [wrong] }] })).toBe(
      'study.yaml: experiments[0].matrix[0].tasks[0] is "per-task": give whole numbers, or per-worker',
    );
    const zero = { ...experiment.matrix[0], tasks: [0] };
    expect(messageOf({ ...study, experiments: [{ ...experiment, matrix: [zero] }] })).toContain("start at 1");
  });

  it("takes the workload's own size where none is given", () => {
    const { n: _, ...levels } = experiment.matrix[0] as (typeof experiment.matrix)[0];
    const parsed = parseStudy({ ...study, experiments: [{ ...experiment, matrix: [levels] }] }, "s", catalogue);
    expect(parsed.experiments[0]?.matrix[0]?.n).toEqual([catalogue.workloads["random-loop"]?.defaultN]);
  });

  it("names the place, the value and what to do", () => {
    const levels = { ...experiment.matrix[0], workers: [1, 2, 0] };
    expect(messageOf({ ...study, experiments: [{ ...experiment, matrix: [levels] }] })).toBe(
      "study.yaml: experiments[0].matrix[0].workers[2] is 0: worker and task counts start at 1",
    );
  });

  it("refuses unknown strategies, keys and ids used twice", () => {
    const other = { ...experiment.matrix[0], strategy: "threads" };
    expect(messageOf({ ...study, experiments: [{ ...experiment, matrix: [other] }] })).toContain("strategy[0]");
    expect(messageOf({ ...study, budgett: 1 })).toContain("budgett");
    expect(messageOf({ ...study, experiments: [experiment, experiment] })).toContain("mine");
  });

  it("answers any value with a study or a UserError", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(() => parseStudy(value, "s", catalogue)).toThrow(UserError);
      }),
    );
  });
});

describe("loadStudy", () => {
  it("reads YAML and says what it cannot read", async () => {
    const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
    const path = join(dir, "study.yaml");
    writeFileSync(path, `id: own\nexperiments:\n  - ${JSON.stringify(experiment)}\n`);
    expect((await loadStudy(path, catalogue)).id).toBe("own");
    writeFileSync(path, "id: [");
    await expect(loadStudy(path, catalogue)).rejects.toThrow(/is not YAML or JSON/);
    await expect(loadStudy(join(dir, "none.yaml"), catalogue)).rejects.toThrow(/cannot be read \(ENOENT\)/);
    rmSync(dir, { recursive: true });
  });
});
