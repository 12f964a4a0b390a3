import { expect, it } from "vitest";
import { disturbanceSentences, disturbanceWords } from "../../../src/analysis/results/disturbance-words.js";
import type { Disturbance } from "../../../src/record/schema/run-schema.js";

const at = (kind: Disturbance["kind"], more: Partial<Disturbance>): Disturbance => ({
  ...{ kind, block: 2, position: 0 },
  ...more,
});

it.each<[Disturbance, string]>([
  [at("suspended", { byMs: 9_200 }), "The machine was suspended for 9 s"],
  [at("clock-set", { byMs: -3_600_000 }), "The clock was set back by 60 min"],
  [at("clock-set", { byMs: 2_000 }), "The clock was set forward by 2 s"],
  [at("cores", { before: 8, after: 1 }), "The usable cores changed: 8 cores, then 1 core"],
  [at("quota", { before: null, after: 1.5 }), "The CPU quota changed: none, then 1.5 cores"],
])("says what happened: %j", (disturbance, words) => {
  expect(disturbanceWords(disturbance)).toBe(words);
});

it("says where, how often, and what is marked for it", () => {
  expect(disturbanceSentences([], 0)).toEqual([]);
  const many = Array.from({ length: 5 }, () => at("suspended", { byMs: 9_000 }));
  expect(disturbanceSentences(many, 5)).toEqual([
    ...new Array(3).fill("The machine was suspended for 9 s (repeat 3)."),
    "That, or the like, was seen 2 more times.",
    "5 measurements have that within or just before. They are marked, and in every figure.",
  ]);
  expect(disturbanceSentences(many.slice(4), 1).at(-1)).toBe(
    "1 measurement has that within or just before. It is marked, and in every figure.",
  );
});
