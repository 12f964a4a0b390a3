import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importers } from "../../../src/formats/index.js";
import type { Cell, Run } from "../../../src/record/schema/run-schema.js";
import { tidyFormats } from "../../../src/report/export/tidy.js";
import { fullRun } from "../../record/full-run.js";
import { importing } from "../imported.js";

const csv = importing(importers.csv, "t.csv");
const jsonl = importing(importers.jsonl, "t.jsonl");

const cellsOf = ({ experiments }: Run): Cell[] => experiments[0]?.cells ?? [];
const asCsv = (run: Run, experiment?: string) => tidyFormats.csv.head + tidyFormats.csv.lines(run, experiment);

/** How a time of so many microseconds may stand in a table, with its column. */
const WRITINGS: readonly (readonly [string, (us: number) => string])[] = [
  ["wall_us", String],
  ["wall_ns", (us) => `${us}000`],
  ["wall_s", (us) => (us / 1e6).toFixed(6)],
  ["wall_ms", (us) => (us / 1e3).toFixed(3)],
  ["wall_s", (us) => `${us} us`],
  ["wall_s", (us) => `${Math.floor(us / 6e7)}m${((us % 6e7) / 1e6).toFixed(6)}s`],
];

const name = fc
  .string({ unit: "grapheme-composite", minLength: 1, maxLength: 12 })
  .map((text) => text.trim())
  .filter(
    (text) => /^[^#]/.test(text) && !/[\r\n]/.test(text) && !/^(?:sequential|total|sum|mean|min|max)/i.test(text),
  );
const level = fc.oneof(name, fc.integer({ min: -1e9, max: 1e9 }).map(String), fc.constant("1.10"));

const table = fc.record({
  separator: fc.constantFrom(",", ";", "\t"),
  writing: fc.constantFrom(...WRITINGS),
  isPaired: fc.boolean(),
  rows: fc.uniqueArray(
    fc.record({
      strategy: name,
      workers: fc.integer({ min: 1, max: 64 }),
      flags: fc.option(level),
      us: fc.integer({ min: 0, max: 9e9 }),
    }),
    { minLength: 3, maxLength: 12, selector: ({ us }) => us },
  ),
});

describe("an export", () => {
  it("of any table, imported again, has the same cells and figures, and once more after that", () => {
    fc.assert(
      fc.property(table, ({ separator, writing: [column, write], isPaired, rows }) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const block = (index: number) => (isPaired ? String(index) : "");
        // Paired rows come twice, with a second cell in each block.
        const all = isPaired ? rows.flatMap((row) => [row, { ...row, workers: row.workers + 100 }]) : rows;
        const lines = all.map(({ strategy, workers, flags, us }, index) =>
          [quote(strategy), `${workers}.0`, quote(flags ?? ""), quote(write(us)), block(Math.floor(index / 2))].join(
            separator,
          ),
        );
        const text = [["strategy", "workers", "Flags", column, "block"].join(separator), ...lines].join("\n");
        const first = csv.run(text, "Flags=flags");
        // What was written is what came in: every time is there, under its strategy, workers and flags.
        const came = cellsOf(first).flatMap(({ factors, trials }) =>
          trials.map(({ wallMs }) => [factors.strategy, factors.workers, String(factors.more?.flags ?? ""), wallMs]),
        );
        const written = all.map(({ strategy, workers, flags, us }) => [strategy, workers, flags ?? "", us / 1e3]);
        expect(came.map((one) => JSON.stringify(one)).sort()).toEqual(written.map((one) => JSON.stringify(one)).sort());
        const second = csv.run(asCsv(first));
        const third = jsonl.run(tidyFormats.jsonl.lines(second));
        for (const again of [second, third, csv.run(asCsv(third))]) {
          expect(cellsOf(again)).toEqual(cellsOf(first));
          expect(again.origin?.blocks).toBe(first.origin?.blocks);
        }
      }),
      { seed: 15, numRuns: 60 },
    );
  });

  it("of a recording comes back with the figures of its trials", () => {
    const recorded = fullRun() as Run;
    const [experiment] = recorded.experiments;
    const again = csv.run(asCsv(recorded, experiment?.id));
    const timed = experiment?.cells.filter(({ trials }) => trials.length > 0) ?? [];
    expect(cellsOf(again).map(({ factors }) => factors)).toEqual(timed.map(({ factors }) => factors));
    expect(cellsOf(again)[0]?.trials[0]?.wallMs).toBe(timed[0]?.trials[0]?.wallMs);
  });

  it("of several runs or experiments is refused with what to do", () => {
    const text = asCsv(csv.run("workers,wall_s\n1,2\n2,1"));
    const [head = "", row = "", other = ""] = text.split("\n");
    expect(csv.message([head, row, other.replace(/^[^,]*/, "another")].join("\n"))).toContain(
      "holds 2 runs: export one of them by its name",
    );
    expect(csv.message([head, row, other.replace(",imported,", ",second,")].join("\n"))).toContain(
      "holds 2 experiments: export one of them with --experiment",
    );
  });
});
