import { describe, expect, test } from "vitest";
import { cellKey, cellKeys, sizeKey, variantKey } from "../../../src/analysis/cells/cell-keys.js";
import { cell } from "../make-run.js";

describe("keys", () => {
  test("do not depend on the order of the levels in the file", () => {
    expect(cellKey({ workers: 4, strategy: "thread-pool", tasks: 8 })).toBe("strategy=thread-pool,workers=4,tasks=8");
    expect(cellKey({ strategy: "a", workers: 1, more: { x: 1, y: 2 } })).toBe(
      cellKey({ strategy: "a", workers: 1, more: { y: 2, x: 1 } }),
    );
  });

  test("no level can pass for two, and text not for a number", () => {
    const forged = { strategy: "a", workers: 1, more: { x: "1,more.y=2" } };
    expect(cellKey(forged)).not.toBe(cellKey({ strategy: "a", workers: 1, more: { x: 1, y: 2 } }));
    expect(cellKey({ strategy: "a", workers: 1, more: { x: "1" } })).not.toBe(
      cellKey({ strategy: "a", workers: 1, more: { x: 1 } }),
    );
  });

  test("tell a repeated combination apart", () => {
    const twice = cell({ strategy: "a", workers: 1 }, [1]);
    expect(cellKeys([twice.factors, twice.factors])).toEqual(["strategy=a,workers=1", "strategy=a,workers=1#2"]);
  });

  test("tasks are a size where a cell has tasks, and not where one job is shared", () => {
    const factors = { strategy: "a", workers: 4, tasks: 4, n: 10 };
    expect(sizeKey(factors, "tasks")).toBe("n=10,tasks=4");
    expect(sizeKey(factors, "shares")).toBe("n=10");
  });

  test("launch, pool and scheduling make another variant, workers do not", () => {
    const base = { strategy: "process-per-task", workers: 4 };
    expect(variantKey({ ...base, workers: 2 })).toBe(variantKey(base));
    expect(variantKey({ ...base, launch: "bounded" })).not.toBe(variantKey({ ...base, launch: "all-at-once" }));
    expect(variantKey({ ...base, pool: "warm" })).not.toBe(variantKey({ ...base, pool: "fresh" }));
    expect(variantKey({ ...base, scheduling: "rounds" })).not.toBe(variantKey(base));
  });
});

test("what a task hands back is a size; how it is handed back is a variant", () => {
  const cellOf = (more: Record<string, string | number>) => ({ strategy: "a", workers: 1, more });
  const [small, large] = [cellOf({ bytes: 1, transfer: "clone" }), cellOf({ bytes: 2, transfer: "clone" })];
  expect(sizeKey(small, "tasks")).not.toBe(sizeKey(large, "tasks"));
  expect(variantKey(small)).toBe(variantKey(large));
  const json = cellOf({ bytes: 1, transfer: "json" });
  expect(sizeKey(small, "tasks")).toBe(sizeKey(json, "tasks"));
  expect(variantKey(small)).not.toBe(variantKey(json));
});
