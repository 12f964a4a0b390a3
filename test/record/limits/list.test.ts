import { expect, it } from "vitest";
import { z } from "zod";
import { list } from "../../../src/record/limits/list.js";
import { parseRun } from "../../../src/record/schema/parse-run.js";
import { sampleRun } from "../sample.js";

it("a list tells its first wrong entry, and looks at none after it", () => {
  let looked = 0;
  const entry = z.number().refine((value) => {
    looked += 1;
    return value >= 0;
  });
  const parsed = z.object({ ms: list(entry) }).safeParse({ ms: [1, 2, -1, -2, "x", ...Array(1_000).fill(-3)] });
  expect(parsed.error?.issues.map(({ path }) => path)).toEqual([["ms", 2]]);
  expect(looked).toBe(3);
});

it("is otherwise as z.array", () => {
  const [own, usual] = [list(z.object({ a: z.int() })).max(2), z.array(z.object({ a: z.int() })).max(2)];
  for (const value of [
    [],
    [{ a: 1 }],
    [{ a: 1 }, { a: 2, b: 3 }],
    [{ a: 1 }, {}],
    "x",
    null,
    [{}, {}, {}].fill({ a: 1 }),
  ]) {
    const [one, other] = [own.safeParse(value), usual.safeParse(value)];
    expect([one.success, one.data]).toEqual([other.success, other.data]);
  }
  expect(z.toJSONSchema(own)).toEqual(z.toJSONSchema(usual));
});

it("of a run with a hundred thousand wrong trials one is told", () => {
  const run = sampleRun();
  const [cell] = run.experiments[0]?.cells ?? [];
  const trials = Array.from({ length: 100_000 }, () => ({ block: -1, status: "slow", wallMs: "x" }));
  Object.assign(cell as object, { trials });
  expect(() => parseRun(run, "x.json")).toThrow("cells[0].trials[0].block is -1: must be at least 0 (and 2 more)");
});
