import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { csvRows } from "../../../src/formats/foreign/csv-rows.js";
import { workplaceInside } from "../harness.js";

const { dir, scalebook } = workplaceInside();

describe("every trial of a folder of runs", async () => {
  for (const [name, factor] of [
    ["a", 1],
    ["b", 2],
  ] as const) {
    writeFileSync(
      join(dir, `${name}.csv`),
      `strategy,workers,wall_s\nx,1,${2 * factor}\nx,2,${factor}\nx,2,${factor}\n`,
    );
    await scalebook("import", "csv", `${name}.csv`, ...(name === "b" ? ["--compress"] : []));
  }
  writeFileSync(join(dir, "runs", "broken.json"), "{");

  it("comes as a table, in a file that is there whole", async () => {
    const { exitCode, stdout, stderr } = await scalebook("export", "--all", "--out", "out/trials.csv");
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "out/trials.csv" });
    expect(stderr).toContain("left out: runs/broken.json: is not JSON");
    expect(readdirSync(join(dir, "out"))).toEqual(["trials.csv"]);
    const [head, ...rows] = csvRows(readFileSync(join(dir, "out", "trials.csv"), "utf8"), "x").map(
      ({ fields }) => fields,
    );
    const at = (name: string) => head?.indexOf(name) ?? -1;
    expect(rows.map((row) => [row[at("study")], row[at("workers")], row[at("wall_ms")]])).toEqual([
      ...[
        ["a", "1", "2000"],
        ["a", "2", "1000"],
        ["a", "2", "1000"],
      ],
      ...[
        ["b", "1", "4000"],
        ["b", "2", "2000"],
        ["b", "2", "2000"],
      ],
    ]);
  });

  it("goes to standard output, chosen by filters", async () => {
    const { stdout } = await scalebook("export", "--all", "--format", "jsonl", "--study", "b");
    const rows = stdout.split("\n").map((line) => JSON.parse(line) as { study: string; wall_ms: number });
    expect(rows.map(({ study, wall_ms }) => [study, wall_ms])).toEqual([
      ["b", 4_000],
      ["b", 2_000],
      ["b", 2_000],
    ]);
    expect((await scalebook("export", "--all", "--experiment", "none")).stdout.split("\n")).toHaveLength(1);
  });

  it("has columns that are explained", async () => {
    expect((await scalebook("export", "--columns")).stdout).toMatch(
      /^wall_ms +From the first start-up to the last result/m,
    );
  });

  it("may be read back in", async () => {
    await scalebook("export", "--all", "--format", "jsonl", "--study", "a", "--out", "a.jsonl");
    const { stdout, stderr } = await scalebook("import", "jsonl", "a.jsonl", "--runs-dir", "again", "--json");
    expect(stderr).toBe("");
    const { file } = JSON.parse(stdout) as { file: string };
    expect(readFileSync(join(dir, file), "utf8")).toContain('"wallMs":2000');
  });

  it.each([
    [["latest", "--all"], "export was given a run and --all"],
    [[], "export needs a run"],
    [["latest", "--format", "csv", "--study", "a"], "--study chooses among runs: give --all with it"],
    [["--all", "--format", "md"], '--format is "md": with --all, give csv or jsonl'],
    [["--all", "--out", "runs/broken.json/x"], "cannot write runs/broken.json/x"],
  ])("is refused with %j", async (args, message) => {
    const { exitCode, stderr } = await scalebook("export", ...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
