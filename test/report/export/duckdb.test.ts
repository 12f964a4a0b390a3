import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { tidyFormats } from "../../../src/report/export/tidy.js";
import { median } from "../../../src/stats/median.js";
import { met } from "../../needs.js";
import { sampleRun, sampleTrial, temporaryFolder } from "../../record/sample.js";

/** The query that the README shows, as it stands there. */
const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
const shown = /^ {4}SELECT [\s\S]*?;$/m.exec(readme)?.[0].replace(/^ {4}/gm, "") ?? "";

const times: Record<string, number[]> = { "thread-pool 1": [100, 104, 98], "thread-pool 4": [30, 26, 25.5] };
const runs = ["20.20.2", "22.3.0"].map((node, index) =>
  sampleRun({
    label: `=${index}, "quoted"`,
    startedAt: `2026-11-2${index}T06:15:00.000Z`,
    software: { tool: { name: "scalebook", version: "0.1.0" }, node },
    experiments: [
      {
        id: "workers",
        title: "Workers",
        division: "tasks",
        cells: Object.entries(times).map(([name, list]) => {
          const [strategy = "", workers] = name.split(" ");
          const trials = list.map((wallMs, block) => sampleTrial({ block, wallMs: wallMs * (index + 1) }));
          const failed = sampleTrial({ block: 9, status: "failed", reason: "exit", wallMs: null });
          return { factors: { strategy, workers: Number(workers), more: { heap: 64 } }, trials: [...trials, failed] };
        }),
      },
    ],
  }),
);

// The package has programs for some platforms only.
const duckdb = await import("@duckdb/node-api").catch(() => undefined);

describe.skipIf(!met("duckdb", duckdb !== undefined))("DuckDB", () => {
  let folder: string;

  async function ask(query: string) {
    const connection = await (await duckdb?.DuckDBInstance.create())?.connect();
    const result = await connection?.runAndReadAll(query);
    connection?.closeSync();
    return result?.getRowObjectsJson() ?? [];
  }

  beforeAll(() => {
    expect(shown).toContain("trials.csv");
  });

  it.each(["csv", "jsonl"] as const)("answers the README's query on what is exported as %s", async (format) => {
    folder = await temporaryFolder();
    const { head, lines } = tidyFormats[format];
    const file = join(folder, `trials.${format}`);
    writeFileSync(file, head + runs.map((run) => lines(run)).join(""));
    const rows = await ask(shown.replaceAll("trials.csv", file));
    const due = [1, 2].flatMap((factor) =>
      Object.entries(times).map(([name, list]) => ({
        workers: Number(name.split(" ")[1]),
        trials: 3,
        median_ms: median(list.map((ms) => ms * factor)),
      })),
    );
    expect(rows).toHaveLength(due.length);
    for (const [index, { workers, trials, median_ms }] of due.entries()) {
      expect(Number(rows[index]?.workers)).toBe(workers);
      expect(Number(rows[index]?.trials)).toBe(trials);
      expect(Number(rows[index]?.median_ms)).toBeCloseTo(median_ms, 9);
    }
  });

  it("reads figures as numbers, times as times, and further factors by name", async () => {
    folder = await temporaryFolder();
    const file = join(folder, "trials.csv");
    writeFileSync(file, tidyFormats.csv.head + runs.map((run) => tidyFormats.csv.lines(run)).join(""));
    const [types] = await ask(
      `SELECT typeof(wall_ms) w, typeof(workers) n, typeof(started_at) t FROM '${file}' LIMIT 1`,
    );
    expect(types).toEqual({ w: "DOUBLE", n: "BIGINT", t: expect.stringContaining("TIMESTAMP") });
    const [heap] = await ask(`SELECT DISTINCT factors->>'heap' AS heap, count(*) OVER () AS rows FROM '${file}'`);
    expect(heap).toMatchObject({ heap: "64" });
  });
});
