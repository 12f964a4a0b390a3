import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { largest, smallest } from "../../../src/record/limits/extremes.js";
import { filesUnder } from "../../house/imports.js";

it("the extremes of a million values, of none and of NaN are those of Math.max and Math.min", () => {
  const many = Array.from({ length: 1_000_000 }, (_, index) => Math.sin(index));
  expect(largest(many)).toBe(many.reduce((most, value) => Math.max(most, value)));
  expect(smallest(many)).toBe(many.reduce((least, value) => Math.min(least, value)));
  for (const few of [[], [3], [-1, 2, 0], [Number.NaN, 1]]) {
    expect([largest(few), smallest(few)]).toEqual([Math.max(...few), Math.min(...few)]);
  }
});

/** Their lists are of one trial, of the parameters of a law, or of the ends of a zoom. */
const SHORT = ["report/browser/zoom.ts", "stats/bounded-step.ts"];

it("no list is handed to Math.max or Math.min as arguments: 120,000 overflow the stack", () => {
  const src = fileURLToPath(new URL("../../../src/", import.meta.url));
  const spread = filesUnder(src).filter((file) =>
    /Math\.(?:max|min)\([^()]*\.\.\./.test(readFileSync(`${src}${file}`, "utf8")),
  );
  expect(spread).toEqual(SHORT);
});
