import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { loadCatalogue } from "../../../src/app/catalogue.js";
import { loadStudy } from "../../../src/study/file/load.js";
import { parseStudy } from "../../../src/study/file/parse.js";
import { UserError } from "../../../src/user-error.js";

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
    const [parsed] = parseStudy(study, "study.yaml", catalogue).study.experiments;
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
    const [parsed] = parseStudy({ ...study, experiments: [{ ...experiment, matrix: [levels] }] }, "s", catalogue).study
      .experiments;
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
    expect(parsed.study.experiments[0]?.matrix[0]?.n).toEqual([catalogue.workloads["random-loop"]?.defaultN]);
  });

  it("names the place, the value and what to do", () => {
    const levels = { ...experiment.matrix[0], workers: [1, 2, 0] };
    expect(messageOf({ ...study, experiments: [{ ...experiment, matrix: [levels] }] })).toBe(
      "study.yaml: experiments[0].matrix[0].workers[2] is 0: worker and task counts start at 1",
    );
  });

  it("refuses unknown strategies, keys and ids used twice", () => {
    const other = { ...experiment.matrix[0], strategy: "threads" };
    expect(messageOf({ ...study, experiments: [{ ...experiment, matrix: [other] }] })).toContain(
      'strategy is "threads"',
    );
    expect(messageOf({ ...study, budgett: 1 })).toContain("budgett");
    expect(messageOf({ ...study, experiments: [experiment, experiment] })).toContain("mine");
  });

  const own = (more: object, levels: object = { workers: [1, 2] }) => ({
    id: "own",
    experiments: [{ id: "mine", title: "T", question: "Q?", matrix: [levels], ...more }],
  });

  it("reads a command, its hooks and what is left out", () => {
    const hooks = { setup: "make {n}", prepare: "sync", cleanup: "make clean" };
    const levels = { workers: "1..2", n: "1e3..1e4", more: { mode: ["a", "b"] } };
    const exclude = [{ workers: 2, n: [1000] }, { more: { mode: "b" } }];
    const command = "x {workers} {n} {mode}";
    const { study: parsed } = parseStudy(own({ command, hooks, exclude, bound: "io" }, levels), "s", catalogue);
    expect(parsed.experiments[0]).toMatchObject({
      command,
      hooks,
      bound: "io",
      exclude: [{ workers: [2], n: [1000] }, { more: { mode: ["b"] } }],
      matrix: [{ workload: ["command"], strategy: ["command"], workers: [1, 2], n: [1000, 10_000], tasks: [1] }],
    });
  });

  it("reads the figures that a command prints, with their units", () => {
    const figures = [
      { name: "throughput", pattern: "([0-9.]+) req/s", better: "higher" },
      { name: "p99", pattern: "json:latency.p99", unit: "ms" },
    ];
    const { study: parsed } = parseStudy(own({ command: "x", figures }), "s", catalogue);
    expect(parsed.experiments[0]?.figures).toEqual([{ ...figures[0], unit: "req/s" }, figures[1]]);
  });

  it("reads how much of it and how long", () => {
    const timed = (more: object) => parseStudy({ ...study, ...more }, "s", catalogue);
    expect(timed({ budget: "5m", timeout: "10s" })).toMatchObject({ extent: { budgetMs: 300_000 }, timeoutMs: 10_000 });
    expect(timed({ blocks: 7 })).toMatchObject({ extent: { blocks: 7 } });
    expect(timed({ precision: "2%", budget: "5m" })).toMatchObject({
      extent: { budgetMs: 300_000, precisionPercent: 2 },
    });
    expect(timed({}).extent).toBeUndefined();
    // What is expected is no part of the study: its hash, and with it the history of its runs, stays.
    expect(timed({ hypothesis: "So." })).toEqual({ ...timed({}), hypothesis: "So." });
  });

  it.each([
    [own({ command: "x", module: "y" }), "experiments[0] has a module and a command"],
    [own({}), "experiments[0].matrix[0].workload is missing: see scalebook workloads"],
    [own({ module: "x" }), "experiments[0].matrix[0].strategy is missing: see scalebook strategies"],
    [own({ module: "x" }, { strategy: "sequential", workload: "sleep" }), "matrix[0].workload cannot be given"],
    [own({ command: "x" }, { strategy: "sequential" }), "matrix[0].strategy cannot be given"],
    [own({ command: "x" }, { n: { taskMs: 5 } }), "matrix[0].n has a taskMs"],
    [own({ command: "x | y" }), "experiments[0].command has | outside of quotes"],
    [own({ command: "x {n}" }), "experiments[0].command has {n}, but"],
    [own({ command: "x {task}" }), "did you mean {tasks}?"],
    [own({ command: "x", hooks: { setup: "'" } }), "experiments[0].hooks.setup has a quote that is not closed"],
    [own({ command: "x", hooks: { before: "y" } }), "experiments[0].hooks.before is not known here"],
    [own({ command: "x", figures: [{ name: "t", pattern: "(x)" }] }), "experiments[0].figures[0].better is missing"],
    [own({ command: "x", figures: [{ name: "t", pattern: "x", better: "lower" }] }), "put the number in brackets"],
    [own({ module: "x", figures: [{ name: "t", pattern: "(x)", better: "lower" }] }), "figures are for a command"],
    [own({ command: "x", exclude: [{}] }), "experiments[0].exclude[0] names no factor"],
    [own({ command: "x", exclude: [{ workers: "a" }] }), 'experiments[0].exclude[0].workers is "a"'],
    [{ ...study, experiments: [{ ...experiment, bound: "io" }] }, "experiments[0].bound is for a module"],
    [{ ...study, budget: "5" }, 'budget is "5": give a time with its unit'],
    [{ ...study, budget: "5s", blocks: 5 }, "blocks and budget are both given"],
    [{ ...study, precision: "2", budget: "5s" }, 'precision is "2": give a percentage'],
    [{ ...study, precision: "2%", blocks: 5 }, "blocks and precision are both given"],
    [{ ...study, blocks: 0 }, "blocks is 0"],
    [own({ command: "x" }, { n: "many" }), 'matrix[0].n is "many": sizes are numbers from 1'],
    [null, "the file is empty: scalebook init writes a study to start from"],
    [[study], "the file is [{"],
    [{ ...study, experiments: 5 }, "experiments is 5: give a list"],
  ])("refuses %j", (value, message) => {
    expect(messageOf(value)).toContain(message);
  });

  it("names every fault with the nearest name that there is", () => {
    const levels = { workload: "random-lop", strategys: "thread-pool", scheduling: "round", workers: [1, 0] };
    const faulty = {
      id: "own",
      budgett: "5s",
      blocks: 3,
      precision: "2%",
      experiments: [
        { id: "a", tilte: "A", question: "Q?", matrix: [levels] },
        { id: "b", title: "B", question: "Q?", matrix: [{ workload: "sleep" }] },
        { id: "b", title: "B", question: "Q?", command: "x {task}", matrix: [{ strategy: "sequential" }] },
      ],
    };
    const lines = messageOf(faulty).split("\n- ");
    expect(lines[0]).toBe("study.yaml: 11 faults");
    expect(lines.slice(1).toSorted()).toEqual(
      [
        'experiments[0].matrix[0].workload is "random-lop": did you mean random-loop?',
        "experiments[0].matrix[0].strategys is not known here: did you mean strategy?",
        'experiments[0].matrix[0].scheduling is "round": did you mean rounds?',
        "experiments[0].matrix[0].workers[1] is 0: worker and task counts start at 1",
        "experiments[0].tilte is not known here: did you mean title?",
        "experiments[1].matrix[0].strategy is missing: see scalebook strategies",
        "two experiments are called b: give each its own id",
        "experiments[2].matrix[0].strategy cannot be given: programs are their own strategies",
        "experiments[2].command has {task}: did you mean {tasks}?",
        "budgett is not known here: did you mean budget?",
        "blocks and precision are both given: one of them sets the extent",
      ].toSorted(),
    );
  });

  it("counts faults beyond the first twenty", () => {
    const many = Array.from({ length: 30 }, () => 0);
    const lines = messageOf({
      ...study,
      experiments: [{ ...experiment, matrix: [{ ...experiment.matrix[0], workers: many }] }],
    });
    expect(lines.split("\n")).toHaveLength(22);
    expect(lines).toMatch(/^study\.yaml: 30 faults\n[\s\S]*\n- and 10 more$/);
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
  it("reads the default export of a module, and JSON", async () => {
    const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
    const path = (name: string) => join(dir, name);
    writeFileSync(path("s.mjs"), `export default ${JSON.stringify(study)};`);
    writeFileSync(path("s.json"), JSON.stringify({ $schema: "./study.schema.json", ...study }));
    for (const name of ["s.mjs", "s.json"]) expect((await loadStudy(path(name), catalogue)).study.id).toBe("own");
    writeFileSync(path("later.mjs"), "export default Promise.reject(new RangeError('late'));");
    await expect(loadStudy(path("later.mjs"), catalogue)).rejects.toThrow(
      /later\.mjs:1 cannot be loaded: RangeError: late/,
    );
    writeFileSync(path("none.mjs"), "export const study = 1;");
    writeFileSync(path("broken.mjs"), "throw new RangeError('no');");
    writeFileSync(path("s.ts"), "export default {};");
    await expect(loadStudy(path("none.mjs"), catalogue)).rejects.toThrow(/none\.mjs has no default export/);
    await expect(loadStudy(path("broken.mjs"), catalogue)).rejects.toThrow(
      /broken\.mjs:1 cannot be loaded: RangeError: no/,
    );
    await expect(loadStudy(path("gone.mjs"), catalogue)).rejects.toThrow(
      /gone\.mjs cannot be read .*: there is no such file or folder \(ENOENT\)/,
    );
    rmSync(dir, { recursive: true });
  });

  it.each([
    ["null", "throw null;", "it throws: null"],
    ["text", "throw 'no';", "it throws: 'no'"],
    ["an object", "throw { code: 7 };", "it throws: { code: 7 }"],
    ["what has no text", "throw Object.create(null);", "it throws: [Object: null prototype] {}"],
    [
      "an error that cannot be read",
      "throw Object.defineProperty(Error('x'), 'message', { get() { throw 1; } });",
      "it throws: something that cannot be read",
    ],
    ["a rejection", "await Promise.reject();", "it throws: undefined"],
    ["a getter", "export default { get id() { throw new TypeError('late'); } };", "TypeError: late"],
    [
      "a cycle",
      "const list = []; list.push(list); export default { id: list };",
      "id is <ref *1> [ [Circular *1] ]: give text",
    ],
  ])("says of a module what it throws: %s", async (what, code, message) => {
    const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
    const path = join(dir, `${what.replaceAll(" ", "-")}.mjs`);
    writeFileSync(path, code);
    const error: unknown = await loadStudy(path, catalogue).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(path);
    expect(String(error)).toContain(message);
    rmSync(dir, { recursive: true });
  });

  it("says nothing beside the message where a key is a list", async () => {
    const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
    const path = join(dir, "key.yaml");
    writeFileSync(path, "? [a]\n: 1\n");
    const told = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    try {
      await expect(loadStudy(path, catalogue)).rejects.toThrow(UserError);
      expect(told).not.toHaveBeenCalled();
    } finally {
      told.mockRestore();
      rmSync(dir, { recursive: true });
    }
  });

  it("reads YAML and says what it cannot read", async () => {
    const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
    const path = join(dir, "study.yaml");
    writeFileSync(path, `id: own\nexperiments:\n  - ${JSON.stringify(experiment)}\n`);
    expect((await loadStudy(path, catalogue)).study.id).toBe("own");
    writeFileSync(path, "id: [");
    await expect(loadStudy(path, catalogue)).rejects.toThrow(/is not YAML or JSON/);
    writeFileSync(path, "id: [\nfoo: {\n");
    await expect(loadStudy(path, catalogue)).rejects.toThrow(/: 2 faults\n- .* at line 2, column 1\n- .* at line 3/);
    writeFileSync(path, "id: *none\n");
    await expect(loadStudy(path, catalogue)).rejects.toThrow(/is not YAML or JSON: Unresolved alias/);
    await expect(loadStudy(join(dir, "none.yaml"), catalogue)).rejects.toThrow(/cannot be read .* \(ENOENT\)/);
    rmSync(dir, { recursive: true });
  });
});
