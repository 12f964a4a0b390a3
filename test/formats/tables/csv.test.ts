import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMap } from "../../../src/formats/foreign/parameter-map.js";
import type { ImportInput } from "../../../src/formats/importer.js";
import { importers } from "../../../src/formats/index.js";
import { importCsv } from "../../../src/formats/tables/csv.js";
import { parseRun } from "../../../src/record/schema/parse-run.js";
import { sha256 } from "../../../src/record/schema/run-id.js";
import type { Cell, Run } from "../../../src/record/schema/run-schema.js";
import { UserError } from "../../../src/user-error.js";
import { has } from "../../needs.js";

const now = new Date("2026-11-21T06:15:00Z");

/** As `/work/shared/lab/cores-host.csv` has it. */
const coresHost = `strategy,workers,tasks,wall_s
process-pool,1,8,306.40
process-pool,2,8,179.92
process-pool,4,8,96.65
process-pool,6,8,96.49
process-pool,8,8,56.07
`;

function imported(text: string, more: Partial<ImportInput> = {}): Run {
  return importCsv({ text, file: "some/folder/cores-host.csv", sha256: sha256(text), now, ...more });
}

function cellsOf(text: string): Cell[] {
  return imported(text).experiments[0]?.cells ?? [];
}

function messageOf(text: string): string {
  try {
    imported(text);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "accepted";
}

describe("a table becomes a run", () => {
  it("with its figures, to the last digit", () => {
    const cells = cellsOf(coresHost);
    expect(cells.map(({ factors }) => factors)).toEqual(
      [1, 2, 4, 6, 8].map((workers) => ({ strategy: "process-pool", workers, tasks: 8 })),
    );
    expect(cells.map(({ trials }) => trials)).toEqual(
      [306_400, 179_920, 96_650, 96_490, 56_070].map((wallMs) => [{ block: 0, status: "ok", wallMs }]),
    );
  });

  it("that says where it came from, and what is not known", () => {
    expect(imported(coresHost)).toMatchObject({
      study: "cores-host",
      studyHash: null,
      seed: null,
      status: "complete",
      startedAt: "2026-11-21T06:15:00.000Z",
      finishedAt: "2026-11-21T06:15:00.000Z",
      machine: { name: "unknown machine" },
      software: { node: null },
      origin: { format: "csv", file: "cores-host.csv", sha256: sha256(coresHost) },
      experiments: [{ id: "imported", title: "Cores host", division: "tasks" }],
    });
    expect(imported(coresHost).id).toMatch(/^20261121t061500z-cores-host-[0-9a-f]{6}$/);
  });

  it("that takes the names it is given", () => {
    const run = imported(coresHost, { study: "My lab: cores", machine: "Lab PC #3", experiment: "Host & VM" });
    expect(run).toMatchObject({
      study: "my-lab-cores",
      machine: { id: expect.stringMatching(/^lab-pc-3-[0-9a-f]{6}$/), name: "Lab PC #3" },
      experiments: [{ id: "host-vm", title: "My lab: cores" }],
    });
    expect(imported("strategy,workers,wall_s\na,1,1", { machine: "Lab PC #3" }).machine).toEqual(run.machine);
    expect(imported(coresHost, { machine: "lab pc 3" }).machine.id).not.toBe(run.machine.id);
  });

  it("with a note of origin, the person's own words first", () => {
    const taken = imported(coresHost).origin?.note ?? "";
    expect(taken).toMatch(/^Imported from a table/);
    expect(imported(coresHost, { note: "From a lecture." }).origin?.note).toBe(`From a lecture. ${taken}`);
  });

  it.each(["x".repeat(300), "機械", "con", "  "])("whatever the names: %.20s", (name) => {
    const run = imported(coresHost, { study: name, machine: name, experiment: name });
    expect(parseRun(run, "x")).toEqual(run);
  });

  it("keeps the last part of the file's name only", () => {
    expect(imported(coresHost, { file: "C:\\Users\\ann\\runs\\a b.csv" })).toMatchObject({
      study: "a-b",
      origin: { file: "a b.csv" },
    });
  });

  it("with repeats as trials, and cells in the order of their first rows", () => {
    const cells = cellsOf("strategy,workers,wall_s\nb,2,3\na,1,5\nb,2,4\na,1,6\nb,2,2");
    expect(cells.map(({ factors, trials }) => [factors.strategy, trials.map(({ wallMs }) => wallMs)])).toEqual([
      ["b", [3_000, 4_000, 2_000]],
      ["a", [5_000, 6_000]],
    ]);
    expect(cells[0]?.trials.map(({ block }) => block)).toEqual([0, 1, 2]);
  });

  it("with times of CPU, in any order of columns", () => {
    expect(cellsOf("sys_s,wall_s,n,workers,strategy,user_s\n0.161,2.003,1e6,2,thread-per-task,1.838")).toEqual([
      {
        factors: { strategy: "thread-per-task", workers: 2, n: 1_000_000 },
        trials: [{ block: 0, status: "ok", wallMs: 2_003, userMs: 1_838, sysMs: 161 }],
      },
    ]);
  });

  it("with a recorded time of 0 kept as 0", () => {
    expect(cellsOf("strategy,workers,n,wall_s\nsequential,1,1000,0.0")[0]?.trials[0]?.wallMs).toBe(0);
  });

  it("without the figures that a row leaves empty", () => {
    expect(cellsOf("strategy,workers,tasks,wall_s,user_s\nx,1,,2,\nx,1,4,2,3")).toEqual([
      { factors: { strategy: "x", workers: 1 }, trials: [{ block: 0, status: "ok", wallMs: 2_000 }] },
      {
        factors: { strategy: "x", workers: 1, tasks: 4 },
        trials: [{ block: 0, status: "ok", wallMs: 2_000, userMs: 3_000 }],
      },
    ]);
  });
});

describe("a table whose columns are mapped", () => {
  const text = "compiler,threads,seconds,host,user_ms\ngcc,2,1.5,a,20\nclang,2,1.25,b,\n";
  const map = parseMap("compiler=strategy,threads=workers,seconds=wall_s,host=-", importers.csv.targets);

  it("comes as if they had those names", () => {
    expect(imported(text, { map }).experiments[0]?.cells).toEqual([
      { factors: { strategy: "gcc", workers: 2 }, trials: [{ block: 0, status: "ok", wallMs: 1_500, userMs: 20 }] },
      { factors: { strategy: "clang", workers: 2 }, trials: [{ block: 0, status: "ok", wallMs: 1_250 }] },
    ]);
  });

  it("keeps columns as factors of one's own, figures as figures", () => {
    const own = parseMap("flags=optimised,level=level", importers.csv.targets);
    const cells = imported("strategy,workers,wall_ms,flags,level\nx,1,2,-O2,3\nx,1,2,,1.5", { map: own }).experiments[0]
      ?.cells;
    expect(cells?.map(({ factors }) => factors.more)).toEqual([{ optimised: "-O2", level: 3 }, { level: 1.5 }]);
  });

  it.each([
    ["nobody=workers", 'cores-host.csv line 1: there is no column "nobody", which --map names: it has "compiler"'],
    ["threads=workers,host=workers", '--map makes workers of both "threads" and "host"'],
    ["compiler=strategy,threads=workers,seconds=wall_s,host=wall_ms", "the column wall_ms is there twice"],
    ["threads=workers,seconds=wall_ms", 'reads "seconds" as wall_ms, and the name says s: map it to wall_s'],
  ])("refuses %s", (asked, message) => {
    expect(() => imported(text, { map: parseMap(asked, importers.csv.targets) })).toThrow(message);
  });
});

describe("tables as programs write them", () => {
  it.each([
    ["Windows line ends", coresHost.replaceAll("\n", "\r\n")],
    ["old Macintosh line ends", coresHost.replaceAll("\n", "\r")],
    ["a byte order mark", `\ufeff${coresHost}`],
    ["no line end at the end", coresHost.trimEnd()],
    ["blank lines", `\n${coresHost.replaceAll("\n", "\n  \n")}\n\n`],
    ["every field in quotes", coresHost.replaceAll(/[^,\n]+/g, '"$&"')],
    ["spaces around fields", coresHost.replaceAll(",", " ,\t")],
    [
      "other capitals in the header",
      coresHost.replace("strategy,workers,tasks,wall_s", "Strategy, WORKERS ,Tasks,Wall_S"),
    ],
  ])("%s", (_what, text) => {
    expect(cellsOf(text)).toEqual(cellsOf(coresHost));
  });
});

describe("a table with a fault is refused by line, column and value", () => {
  const head = "strategy,workers,tasks,wall_s\n";
  it.each([
    ["", "cores-host.csv: is empty: its first line must name the columns"],
    ["strategy,workers,wall_s\n", "cores-host.csv: has no rows under its header"],
    [
      "strategy,wall_s\nx,1",
      "line 1: the column workers is missing: a table needs workers and wall_s (or wall_ms, wall_us, wall_ns); --map",
    ],
    ["workers,tasks\n1,2", "line 1: the column wall_s is missing"],
    [
      "strategy,workers,wall\nx,1,2",
      'line 1: the column "wall" is unknown. If this guess is right, add\n  --map wall=wall_s\nElse say what each column',
    ],
    ["strategy,workers,wall_s,\nx,1,2,fast", "line 1: column 4 has no name: give it one, or remove it"],
    ["strategy,workers,wall_s,Workers\nx,1,2,3", "line 1: the column workers is there twice: remove one"],
    [`${head}x,1,8,1\nx,1,8`, "line 3: has 3 fields: the header names 4 columns"],
    [`${head}x,1,8,1,5`, "line 2: has 5 fields: the header names 4 columns"],
    [`${head},1,8,1`, 'line 2: strategy is empty: write a name such as "thread-pool"'],
    [`${head}x,0,8,1`, 'line 2: workers is "0": must be a whole number from 1 to 1000000000'],
    [`${head}x,2.5,8,1`, 'line 2: workers is "2.5": must be a whole number'],
    [`${head}x,four,8,1`, 'line 2: workers is "four"'],
    [`${head}x,1,-8,1`, 'line 2: tasks is "-8"'],
    [
      `${head}x,1,8,`,
      "line 2: wall_s is empty: must be seconds from 0 to 320000000, with a decimal point, such as 12.5",
    ],
    [`${head}x,1,8,-1`, 'line 2: wall_s is "-1": must be seconds from 0'],
    [`${head}x,1,8,"1,5"`, 'line 2: wall_s is "1,5": must be seconds'],
    [`${head}x,1,8,1e999`, 'line 2: wall_s is "1e999"'],
    [`${head}x,1,8,Infinity`, 'line 2: wall_s is "Infinity"'],
    [`${head}x,1,8,NaN`, 'line 2: wall_s is "NaN"'],
    [`${head}x,1,8,0x10`, 'line 2: wall_s is "0x10"'],
    [`${head}x,1,8,12 m`, 'line 2: wall_s is "12 m"'],
    [`${head}x,1,8,"1\nx,1,8,2`, "line 2: a quoted field is never closed: put the whole field in quotes"],
    [`${head}x,1,8,1"5`, "line 2: a quote stands inside a field"],
    [`${head}"x"y,1,8,1`, "line 2: text stands behind a closing quote: put the whole field in quotes, double those"],
    [`${head}"x\n\n",1,8,1\nx,0,8,1`, 'line 5: workers is "0"'],
    [`${head}"x\r\n\r\n",1,8,1\r\nx,0,8,1`, 'line 5: workers is "0"'],
    [`${head}\u001b[2J,1,8,1`, 'strategy is "\\u001b[2J"'],
  ])("%j", (text, message) => {
    expect(messageOf(text)).toContain(message);
    expect(messageOf(text)).toMatch(/^cores-host\.csv/);
  });

  it("also where it has too many cells for a run file", () => {
    const rows = Array.from({ length: 10_001 }, (_, index) => `x,${index + 1},8,1`);
    expect(messageOf(head + rows.join("\n"))).toBe(
      "cores-host.csv: has 10001 combinations, and a run file holds 10000: import a part of it, or leave a column out whose levels do not matter (--map <column>=-; workers has 10001 levels)",
    );
  });

  it.each([
    ["never closed", `"${"x".repeat(4_000_000)}`],
    ["of nothing but quotes", '"'.repeat(4_000_001)],
  ])("also where a field of 4 MB is %s", (_what, field) => {
    expect(messageOf(head + field)).toContain("line 2: a quoted field is never closed");
  });

  it("also where a plain field has 4 MB", () => {
    const told = messageOf(`${head}${"x".repeat(4_000_000)},1,8,1`);
    expect(told).toContain(`line 2: strategy is "${"x".repeat(60)}...": must be at most 2000 characters`);
    const digits = "1".repeat(4_000_000);
    for (const row of [`x,${digits}x,8,1`, `x,1,8,${digits}x`, `x,1,8,1e${digits}`]) {
      expect(messageOf(head + row)).toMatch(/line 2: (workers|wall_s) is "1/);
    }
  });
});

describe("any table", () => {
  const row = fc.record({
    strategy: fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])?$/),
    workers: fc.integer({ min: 1, max: 1e9 }),
    tasks: fc.option(fc.integer({ min: 1, max: 1e9 })),
    n: fc.option(fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e15, noNaN: true }).map(Math.abs))),
    wall_s: fc.nat({ max: 1e9 }).map((micro) => (micro / 1e6).toFixed(6)),
    user_s: fc.option(fc.double({ min: 0, max: 3e8, noNaN: true }).map(Math.abs)),
  });

  it("comes back row by row", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), fc.boolean(), (rows, quote) => {
        const field = (value: unknown) => (quote ? `"${value ?? ""}"` : String(value ?? ""));
        const columns = Object.keys(rows[0] ?? {}) as (keyof (typeof rows)[number])[];
        const lines = rows.map((one) => columns.map((name) => field(one[name])).join(","));
        const cells = cellsOf([columns.join(","), ...lines].join(quote ? "\r\n" : "\n"));
        const measured = cells.flatMap(({ factors, trials }) => trials.map((trial) => ({ factors, trial })));
        expect(measured).toHaveLength(rows.length);
        const seen = new Map<Cell["factors"], number>();
        for (const { strategy, workers, tasks, n, wall_s, user_s } of rows) {
          const same = cells.find(
            ({ factors: f }) =>
              f.strategy === strategy &&
              f.workers === workers &&
              f.tasks === (tasks ?? undefined) &&
              f.n === (n ?? undefined),
          );
          if (same === undefined) throw new Error("a row has no cell");
          const place = seen.get(same.factors) ?? 0;
          seen.set(same.factors, place + 1);
          const trial = same.trials[place];
          expect(trial).toMatchObject({ block: place, wallMs: Number(wall_s.replace(".", "")) / 1_000 });
          if (user_s === null) expect(trial).not.toHaveProperty("userMs");
          else expect(Math.abs((trial?.userMs ?? -1) - user_s * 1_000)).toBeLessThanOrEqual(user_s * 1e-9 + 1e-300);
        }
      }),
    );
  });

  it("never fails but with a UserError, whatever the text", () => {
    const noise = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .array(fc.constantFrom('"', ",", "\n", "\r", ";", "x", "1", "-", "wall_s", "strategy"), { maxLength: 60 })
        .map((a) => a.join("")),
    );
    fc.assert(
      fc.property(noise, (text) => void messageOf(text)),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(noise, (text) => void messageOf(`strategy,workers,wall_s\n${text}`)),
      { numRuns: 500 },
    );
  });
});

describe("the lab's tables", () => {
  const lab = new URL("../../../../shared/lab/", import.meta.url);
  const names = ["cores-host.csv", "cores-vm.csv", "list-append.csv", "file-write.csv"];
  const there = has("lab");

  it.skipIf(!there).each(names)("%s is imported", (name) => {
    const file = join(lab.pathname, name);
    const text = readFileSync(file, "utf8");
    const run = importers.csv.importRun({ text, file, sha256: sha256(text), now });
    expect(run.origin?.file).toBe(basename(file));
    const rows = text.trim().split("\n").length - 1;
    expect(run.experiments[0]?.cells).toHaveLength(rows);
  });

  it.skipIf(!there)("cores-host.csv is what this file has typed in", () => {
    expect(cellsOf(readFileSync(new URL("cores-host.csv", lab), "utf8"))).toEqual(cellsOf(coresHost));
  });
});
