import { describe, expect, it } from "vitest";
import { importers } from "../../../src/formats/index.js";
import { importing } from "../imported.js";

const csv = importing(importers.csv, "t.csv");
const jsonl = importing(importers.jsonl, "t.jsonl");

const cellsOf = (text: string, wide: string, map?: string) =>
  csv.run(text, map, { wide }).experiments[0]?.cells.map(({ factors, trials }) => ({
    factors,
    times: trials.map(({ wallMs }) => wallMs),
  }));

describe("a wide table", () => {
  it("has a column a worker count", () => {
    expect(cellsOf("n,1,2,4\n1000,4,2.1,1.2\n2000,8,4.4,\n", "workers")).toEqual([
      { factors: { strategy: "program", n: 1000, workers: 1 }, times: [4000] },
      { factors: { strategy: "program", n: 1000, workers: 2 }, times: [2100] },
      { factors: { strategy: "program", n: 1000, workers: 4 }, times: [1200] },
      { factors: { strategy: "program", n: 2000, workers: 1 }, times: [8000] },
      { factors: { strategy: "program", n: 2000, workers: 2 }, times: [4400] },
    ]);
  });

  it("has words around the counts, another unit, and columns that are mapped", () => {
    expect(cellsOf("impl,host,T=1,T=16\nx,a,4,35ms\nx,a,5,36us\n", "workers=wall_ms", "impl=strategy,host=-")).toEqual([
      { factors: { strategy: "x", workers: 1 }, times: [4, 5] },
      { factors: { strategy: "x", workers: 16 }, times: [35, 0.036] },
    ]);
  });

  it("has counts in the singular and in the plural", () => {
    const cells = cellsOf("Size,1 thread,2 threads\n10,4,2\n", "workers", "Size=n");
    expect(cells?.map(({ factors }) => factors.workers)).toEqual([1, 2]);
  });

  it("has a column a strategy, a level of another factor, or a repeat", () => {
    expect(cellsOf("workers,pool-a,pool-b\n1,4,5\n", "strategy")?.map(({ factors }) => factors.strategy)).toEqual([
      "pool-a",
      "pool-b",
    ]);
    expect(cellsOf("workers,O2,O3\n1,4,5\n", "flags")?.map(({ factors }) => factors.more)).toEqual([
      { flags: "O2" },
      { flags: "O3" },
    ]);
    expect(cellsOf("workers,run 1,run 2\n1,4,5\n2,2,\n", "repeats")).toEqual([
      { factors: { strategy: "program", workers: 1 }, times: [4000, 5000] },
      { factors: { strategy: "program", workers: 2 }, times: [2000] },
    ]);
  });

  it("may be lines of JSON, and says how it was read", () => {
    const run = jsonl.run('{"n":10,"t1":4,"t2":2}\n{"n":20,"t1":8}', undefined, { wide: "workers" });
    expect(run.experiments[0]?.cells).toHaveLength(3);
    expect(run.origin?.note).toContain(
      'The columns "t1", "t2" were read as levels of workers, their figures as wall_s.',
    );
    expect(run.origin?.note).toContain("1 of their fields are empty");
  });

  it.each([
    ["n,1,2\n1,2,3", "wokers s", '--wide is "wokers s": give a factor'],
    ["n,1,2\n1,2,3", "workers=hours", '--wide reads figures as "hours": give one of wall_s'],
    ["workers,1,2\n1,2,3", "workers", 'the column "workers" stands for workers already'],
    ["n,a,b\n1,2,3", "workers", "no column is named after a level"],
    [
      "n,host,1,2\n1,x,2,3",
      "workers",
      'the column "host" is unknown. If this guess is right, add\n  --map host=host\n',
    ],
    ["n,1,2\n1,2,x", "workers", 'line 2 column 2: wall_s is "x"'],
    [
      "n,1 ms,2 ms\n1,2,3",
      "workers",
      'reads the figures of "1 ms" as wall_s, and its name says ms: give --wide workers=wall_ms',
    ],
    ["n,T1 (us),T2 (us)\n1,2,3", "workers=wall_ms", "give --wide workers=wall_us"],
    [
      "workers,run1,run2,mean\n1,2,3,2.5",
      "repeats",
      '"mean" as a repeat, and its name says another figure: leave it out',
    ],
    ["workers,run1,run2,stddev\n1,2,3,.5", "repeats", '"stddev" as a repeat'],
    ["workers,seq,par,speedup\n1,2,3,1", "strategy", '"speedup" as a time'],
    ["n,speedup_1,speedup_2\n1,1,2", "workers", '"speedup_1" as a time'],
    ["n,1,2,wall_s\n1,2,3,4", "workers", "the column wall_s is there twice"],
  ])("is refused where it does not fit: %j", (text, wide, told) => {
    expect(() => csv.run(text, undefined, { wide })).toThrow(told);
  });
});
