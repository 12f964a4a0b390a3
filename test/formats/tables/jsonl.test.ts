import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importers } from "../../../src/formats/index.js";
import { importing } from "../imported.js";

const { run, cells, message } = importing(importers.jsonl, "bench.jsonl");
const lines = (...rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

describe("lines of JSON", () => {
  it("become cells of repeats, as the rows of a table do", () => {
    const row = { strategy: "thread-pool", workers: 4, wall_ms: 12.5 };
    const text = lines(row, { ...row, wall_ms: 0.000125, user_ms: 3 }, { ...row, n: 1e6, user_ms: null });
    expect(cells(`\ufeff${text}\n`)).toEqual([
      {
        factors: { strategy: "thread-pool", workers: 4 },
        trials: [
          { block: 0, status: "ok", wallMs: 12.5 },
          { block: 1, status: "ok", wallMs: 0.000125, userMs: 3 },
        ],
      },
      { factors: { strategy: "thread-pool", workers: 4, n: 1e6 }, trials: [{ block: 0, status: "ok", wallMs: 12.5 }] },
    ]);
    expect(run(text).origin).toMatchObject({ format: "jsonl", file: "bench.jsonl" });
  });

  it("may have keys of other names", () => {
    const text = lines({ threads: 2, tool: "make", elapsed: 1.5, host: "a", warm: true });
    expect(cells(text, "threads=workers,tool=strategy,elapsed=wall_s,host=-,warm=cache")[0]).toEqual({
      factors: { strategy: "make", workers: 2, more: { cache: "true" } },
      trials: [{ block: 0, status: "ok", wallMs: 1_500 }],
    });
  });

  it.each([
    ["", "bench.jsonl: is empty"],
    ['{"strategy":"x"', "bench.jsonl line 1: is not JSON"],
    ["\n[1]", "bench.jsonl line 2: is a list of 1: every line must be a JSON object"],
    ['{"strategy":"x","workers":1,"wall_s":[1]}', 'line 1: "wall_s" is a list of 1: must be text or a number'],
    ['{"strategy":"x","workers":1.5,"wall_s":1}', 'line 1: workers is "1.5": must be a whole number'],
    ['{"strategy":"x","workers":1}', "line 1: the column wall_s is missing"],
    ['{"strategy":"x","workers":1,"wall_s":1}\n{"strategy":"x","workers":1,"wall_s":-1}', "line 2: wall_s is"],
    ['{"__proto__":{"a":1}}', 'line 1: the file has the key "__proto__"'],
  ])("are refused by line and value: %s", (text, told) => {
    expect(message(text)).toContain(told);
  });

  it("never fail but with a UserError", () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.record({ strategy: fc.string(), workers: fc.anything(), wall_s: fc.double() }),
    );
    fc.assert(
      fc.property(value, (any) => void message(JSON.stringify(any) ?? "")),
      { numRuns: 300 },
    );
  });
});
