import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { InternedValues } from "../../../src/record/files/interned-values.js";
import { blockRange, factsOf, packFacts, unpackFacts } from "../../../src/record/folder/run-facts.js";
import { parseRunText } from "../../../src/record/schema/parse-run.js";

const folder = new URL("../../../runs/examples/", import.meta.url);
const runs = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => parseRunText(readFileSync(new URL(name, folder), "utf8"), name));

it.each(runs.map((run) => [run.id, run] as const))("%s: counts its trials, and is small", (_id, run) => {
  const facts = factsOf(run);
  expect(facts.experiments.map(({ id }) => id)).toEqual(run.experiments.map(({ id }) => id));
  const trials = run.experiments.flatMap((experiment) => experiment.cells.flatMap((cell) => cell.trials));
  expect(facts.trials.ok).toBe(trials.filter(({ status }) => status === "ok").length);
  expect(facts.trials.ok + facts.trials.failed).toBe(trials.length);
  expect(facts.blocks.count).toBe(new Set(trials.map(({ block }) => block)).size);
  // Facts are kept for every run of a folder: they must not grow with the trials.
  expect(packFacts(facts, new InternedValues()).join().length).toBeLessThan(1_000);
});

it("come out as they were packed, with what several have in common as one object", () => {
  const values = new InternedValues();
  const packed = runs.map((run) => packFacts(factsOf(run), values));
  expect(packed.map((fields) => unpackFacts(fields, values))).toEqual(runs.map(factsOf));
  const [first = []] = packed;
  expect(unpackFacts(first, values).machine).toBe(unpackFacts(first, values).machine);
  expect(() => unpackFacts(first, new InternedValues())).toThrow("no interned value");
});

it("hold the numbers of the blocks that have trials", () => {
  const cells = [[5, 3], [5], []].map((blocks) => ({
    factors: { strategy: "sequential", workers: 1 },
    trials: blocks.map((block) => ({ block, status: "ok" as const, wallMs: 1 })),
  }));
  const experiments = [{ id: "x", title: "x", division: "tasks" as const, cells }];
  expect(blockRange({ experiments })).toEqual({ first: 3, last: 5, count: 2 });
  expect(blockRange({ experiments: [] })).toEqual({ first: null, last: null, count: 0 });
});
