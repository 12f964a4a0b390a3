import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { loadCatalogue } from "../../../src/app/catalogue.js";
import { defineStudy } from "../../../src/index.js";
import { expandExperiment } from "../../../src/study/expand.js";
import { studyJsonSchema } from "../../../src/study/file/file-schema.js";
import { parseStudy } from "../../../src/study/file/parse.js";
import { studyTemplate } from "../../../src/study/file/template.js";
import { requireTypeStripping } from "../../../src/study/file/type-stripping.js";
import { parseBytes } from "../../../src/study/levels.js";
import type { ExperimentDefinition } from "../../../src/study/study.js";
import { UserError } from "../../../src/user-error.js";

const catalogue = await loadCatalogue();
const schema = studyJsonSchema(catalogue);
type JsonSchema = typeof schema;

/** The schema at a place: keys, and `[]` for an entry of a list. */
function at(place: string): JsonSchema {
  return place.split(".").reduce<JsonSchema>((whole, step) => {
    const below = step === "[]" ? whole.items : whole.properties?.[step];
    return below as JsonSchema;
  }, schema);
}

describe("the JSON Schema of study files", () => {
  it("is plain JSON, closed, and explains every setting", () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    expect(schema).toMatchObject({ $id: "urn:scalebook:study", type: "object", additionalProperties: false });
    const factors = at("experiments.[].matrix.[]");
    for (const place of [schema, at("experiments.[]"), at("experiments.[].hooks"), factors]) {
      expect(place.additionalProperties).toBe(false);
      for (const [name, setting] of Object.entries(place.properties ?? {})) {
        expect((setting as JsonSchema).description, name).toMatch(/\w/);
      }
    }
  });

  it("lets levels be one, a list or a range, and knows the names that there are", () => {
    const { anyOf } = at("experiments.[].matrix.[].workers");
    expect(anyOf?.map((form) => (form as JsonSchema).type)).toEqual(["integer", "array", "string"]);
    const names = at("experiments.[].matrix.[].strategy").anyOf?.[0] as JsonSchema;
    expect(names.enum).toEqual(Object.keys(catalogue.strategies));
    expect(JSON.stringify(schema)).not.toContain('"levels"');
  });

  it("asks for what a study must have", () => {
    expect(schema.required).toEqual(["id", "experiments"]);
    expect(at("experiments.[]").required).toEqual(["id", "title", "question", "matrix"]);
    expect(at("experiments.[].matrix.[]").required).toBeUndefined();
  });
});

describe("the study to start from", () => {
  const text = studyTemplate("./schema.json");

  it("points editors to the schema in its first line", () => {
    expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=./schema.json");
  });

  it("is a study as it is, and with all that is commented out", () => {
    expect(parseStudy(parseYaml(text), "study.yaml", catalogue).study.experiments).toHaveLength(1);
    const uncommented = (given: string) => given.replace(/^( {2,})# ( *(?:# |- )?(?:[a-z]+:|\{).*)$/gm, "$1$2");
    const whole = uncommented(uncommented(text));
    const { study } = parseStudy(parseYaml(whole), "study.yaml", catalogue);
    expect(study.experiments.map(({ id }) => id)).toEqual([
      "loop",
      "resize",
      "words",
      "program",
      "faster-parser",
      "sorts",
    ]);
    expect(study.experiments[3]).toMatchObject({ shell: true, bound: "cpu", hooks: { cleanup: "rm -r data" } });
    expect(study.experiments[0]?.matrix[0]).toMatchObject({
      pool: ["fresh", "warm"],
      more: { skew: ["none", "mixed"] },
    });
  });

  it("names every setting of a file", () => {
    const settings = [at("experiments.[]"), at("experiments.[].matrix.[]"), at("experiments.[].hooks"), schema];
    const names = settings.flatMap(({ properties = {} }) => Object.keys(properties));
    const missing = names.filter((name) => !text.includes(`${name}:`));
    expect(missing).toEqual(["charts", "$schema"]);
  });
});

it("the example is a study", () => {
  const path = new URL("../../examples/study.yaml", import.meta.url);
  expect(parseStudy(parseYaml(readFileSync(path, "utf8")), "study.yaml", catalogue).study.id).toBe("sums");
});

describe("variants in a study file", () => {
  const about = { id: "e", title: "E", question: "Q?" };
  const of = (experiment: object) => () =>
    parseStudy({ id: "own", experiments: [{ ...about, ...experiment }] }, "s", catalogue).study.experiments[0];
  const variants = { quick: "./sort --quick {n} {workers}", "own merge": "./sort --merge {n}" };

  it("are the levels of the strategy", () => {
    const exclude = [{ strategy: ["quick"], workers: [2] }];
    const experiment = of({ variants, exclude, matrix: [{ n: [10, 20], workers: [1, 2] }] })();
    expect(experiment).toMatchObject({
      variants,
      matrix: [{ strategy: ["quick", "own merge"], workload: ["command"] }],
    });
    const cells = expandExperiment(experiment as ExperimentDefinition, { strategies: {}, workloads: {} });
    expect(cells.map(({ strategy, workers, n }) => `${strategy} ${workers} ${n}`)).toEqual([
      ...["quick 1 10", "own merge 1 10", "quick 1 20", "own merge 1 20"],
    ]);
  });

  it.each([
    [
      { variants, matrix: [{ workers: 1 }] },
      "experiments[0].variants.quick has {n}, but matrix[0] has no levels for it",
    ],
    [{ variants: {}, matrix: [{}] }, "experiments[0].variants is {}: give at least one program"],
    [{ variants: { "a=b": "x" }, matrix: [{}] }, "give a name of 1 to 64 characters"],
    [{ variants: { "thread-pool": "x" }, matrix: [{}] }, "experiments[0].variants is called thread-pool"],
    [{ variants: { a: "x | y" }, matrix: [{}] }, "experiments[0].variants.a has | outside of quotes"],
    [{ variants: { a: "x" }, command: "y", matrix: [{}] }, "experiments[0] has a command and variants"],
    [{ variants: { a: "x" }, matrix: [{ strategy: "sequential" }] }, "programs are their own strategies"],
    [
      { variants: { quick: "x" }, matrix: [{}], exclude: [{ strategy: "quik" }] },
      'experiments[0].exclude[0].strategy is "quik": did you mean quick?',
    ],
  ])("are refused as %j", (experiment, message) => {
    expect(of(experiment)).toThrow(message);
  });
});

describe("two versions in a study file", () => {
  const about = { id: "e", title: "E", question: "Q?" };
  const of = (experiment: object) => () =>
    parseStudy({ id: "own", experiments: [{ ...about, ...experiment }] }, "s", catalogue).study.experiments[0];
  const modules = { before: "./a.mjs", after: "./b.mjs" };

  it("are two modules, or two variants, with a twin where it is asked for", () => {
    const sequential = [{ strategy: "sequential" }];
    expect(of({ modules, twin: true, matrix: sequential })()).toMatchObject({
      modules,
      versions: { before: "before", after: "after", twin: "before again" },
      matrix: [{ strategy: ["sequential"], n: [], more: { version: ["before", "after", "before again"] } }],
    });
    expect(of({ variants: { before: "ls", after: "cat" }, matrix: [{}] })()).toMatchObject({
      versions: { before: "before", after: "after" },
      matrix: [{ strategy: ["command"] }],
    });
    expect(of({ variants: { quick: "ls", merge: "cat" }, matrix: [{}] })()?.versions).toBeUndefined();
  });

  it.each([
    [{ modules: { a: "x" }, matrix: [{ strategy: "sequential" }] }, "give two modules, such as { before: ./a.mjs"],
    [{ modules, module: "x", matrix: [{ strategy: "sequential" }] }, "experiments[0] has a module and modules"],
    [{ modules, matrix: [{}] }, "experiments[0].matrix[0].strategy is missing"],
    [{ module: "x", twin: true, matrix: [{ strategy: "sequential" }] }, "experiments[0].twin is for two versions"],
    [
      { modules, matrix: [{ strategy: "sequential", more: { version: ["x"] } }] },
      "matrix[0].more.version cannot be given: the versions are before and after",
    ],
  ])("are refused as %j", (experiment, message) => {
    expect(of(experiment)).toThrow(message);
  });
});

it("defineStudy gives what a file may hold its type", () => {
  const study = defineStudy({
    id: "own",
    blocks: 3,
    experiments: [
      {
        id: "e",
        title: "E",
        question: "Q?",
        charts: ["timeline"],
        hooks: { prepare: "sync" },
        matrix: [{ workload: "sleep", strategy: ["sequential"], workers: "1..4", n: [1, { taskMs: 5 }], pool: "warm" }],
        exclude: [{ workers: [3], more: { mode: true } }],
      },
    ],
  });
  expect(parseStudy(study, "s", catalogue)).toMatchObject({ extent: { blocks: 3 }, study: { id: "own" } });
});

it.each(["22.18.0", "22.19.1", "23.6.0", "24.0.0", "26.1.0"])("TypeScript runs on Node %s", (version) => {
  expect(() => requireTypeStripping("x.ts", version)).not.toThrow();
});

it.each(["20.19.0", "22.17.9", "23.5.0"])("TypeScript does not run on Node %s", (version) => {
  for (const path of ["x.ts", "a/x.mts", "x.cts"]) {
    expect(() => requireTypeStripping(path, version)).toThrow(`${path} is TypeScript, and Node ${version} cannot run`);
  }
  expect(() => requireTypeStripping("x.mjs", version)).not.toThrow();
});

it("parseBytes reads amounts of memory", () => {
  expect(["256MB", "1GB", "0.5gb", "64 MiB"].map((text) => parseBytes(text, "--heap") / 2 ** 20)).toEqual([
    256, 1024, 512, 64,
  ]);
  for (const text of ["64", "0MB", "-1GB", "5kB", "9999GB", ""]) {
    expect(() => parseBytes(text, "--heap")).toThrow(UserError);
  }
});
