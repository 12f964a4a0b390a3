import { describe, expect, it } from "vitest";
import { printable } from "../../../src/cli/print/printable.js";
import { textTable } from "../../../src/cli/print/table.js";

describe("textTable", () => {
  it("aligns figures to the right and draws no lines", () => {
    const table = textTable(
      [{ head: "name" }, { head: "n", figures: true }],
      [
        ["a", "1"],
        ["bcd", "100"],
      ],
    );
    expect(table).toBe("name    n\na       1\nbcd   100\n");
  });

  it("wraps its widest column of words where it is wider than the terminal", () => {
    const columns = [{ head: "id" }, { head: "label" }, { head: "n", figures: true }];
    const table = textTable(columns, [["a", "process per task, 4 workers, 32 tasks", "1,000"]], 32);
    expect(table).toBe("id  label                      n\na   process per task, 4    1,000\n    workers, 32 tasks\n");
  });

  it("keeps a size in one piece", () => {
    const table = textTable(
      [{ head: "label" }, { head: "ms", figures: true }],
      [["8 tasks, loop, n = 50,000", "1"]],
      26,
    );
    expect(table).toBe("label                   ms\n8 tasks, loop,           1\nn = 50,000\n");
  });

  it("never breaks a column of names", () => {
    const rows = [["20261121t061500z-lab-3f9a2c", "complete", "a label of several words"]];
    const table = textTable([{ head: "run", names: true }, { head: "status" }, { head: "label" }], rows, 50);
    expect(table.split("\n")[1]).toBe("20261121t061500z-lab-3f9a2c  complete  a label of");
    expect(table).toContain("several words\n");
  });

  it("lays long tables out as one, in time that grows with their rows", () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => [
      `row ${index}`,
      index === 4_000 ? "機械 x" : "a",
      `${index}`,
    ]);
    const start = performance.now();
    const lines = textTable([{ head: "name" }, { head: "of" }, { head: "n", figures: true }], rows)
      .trimEnd()
      .split("\n");
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(lines).toHaveLength(5_001);
    expect(lines[4_001]).toMatch(/^row 4000 +機械 x +4000$/);
    const ends = lines.filter((line) => !line.includes("機")).map(({ length }) => length);
    expect(new Set(ends).size).toBe(1);
  });

  it("lets no control character of a run file through", () => {
    expect(printable("a\u001b[31mred\u0007\u202Ex")).toBe("a[31mredx");
  });
});
