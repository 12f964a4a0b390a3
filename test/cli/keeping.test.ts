import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { workplaceInside } from "./harness.js";

const { dir, scalebook } = workplaceInside();
const fixtures = new URL("../fixtures/imports/", import.meta.url);
const table = "strategy,workers,wall_s\na,1,2\na,2,1\n";

async function imported(...args: string[]): Promise<string> {
  const { stdout } = await scalebook("import", ...args, "--json");
  return (JSON.parse(stdout) as { id: string }).id;
}

writeFileSync(join(dir, "lab.csv"), table);
writeFileSync(join(dir, "other.csv"), table.replace("a,1", "b,1"));

describe("an archive of imported runs", async () => {
  const hyperfine = new URL("hyperfine-scan.json", fixtures).pathname;
  const lab = await imported("csv", "lab.csv", "--machine", "laptop");
  const other = await imported("csv", "other.csv", "--machine", "Build server", "--compress");
  const scan = await imported("hyperfine", hyperfine, "--map", "threads=workers", "--runs-dir", "elsewhere");

  it("lies in files of both kinds, which every command reads", async () => {
    expect(readdirSync(join(dir, "runs")).toSorted()).toEqual([`${lab}.json`, `${other}.json.gz`].toSorted());
    expect((await scalebook("show", other)).exitCode).toBe(0);
    expect((await scalebook("build")).exitCode).toBe(0);
    const file = readFileSync(join(dir, "runs", `${other}.json.gz`));
    expect(readFileSync(join(dir, "site", "data", `${other}.json.gz`)).equals(file)).toBe(true);
  });

  it.each([
    [[], [lab, other]],
    [["--study", "lab"], [lab]],
    [["--study", "O*R"], [other]],
    [["--machine", "build server"], [other]],
    [
      ["--since", "1h"],
      [lab, other],
    ],
    [["--until", "2026-01-01"], []],
    [["--since", "2020-01-01", "--study", "nothing"], []],
    [["--status", "interrupted"], []],
    [["--experiment", "imported", "--machine", "laptop-*"], [lab]],
  ])("is listed with %j", async (filters, ids) => {
    const { stdout } = await scalebook("list", ...filters, "--json");
    expect((JSON.parse(stdout) as { id: string }[]).map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  it.each([
    [["--since", "yesterday"], '--since is "yesterday": give a date such as 2026-11-21'],
    [["--since", "2026-13-41"], '--since is "2026-13-41"'],
    [["--status", "done"], '--status is "done"'],
  ])("is not listed with %j", async (filters, message) => {
    const { exitCode, stderr } = await scalebook("list", ...filters);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it("says where filters leave nothing", async () => {
    expect((await scalebook("list", "--study", "x")).stdout).toBe(
      "No runs in runs: none of the 2 there fits the filters",
    );
  });

  it("takes over the runs of another folder, and names what clashes", async () => {
    const first = await scalebook("merge", "elsewhere");
    expect(first).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("1 added, 0 there already, 0 not merged"),
    });
    expect((await scalebook("merge", "elsewhere")).stdout).toBe("0 added, 1 there already, 0 not merged");
    mkdirSync(join(dir, "forged"));
    const forged = readFileSync(join(dir, "runs", `${lab}.json`), "utf8").replace('"wallMs":2000', '"wallMs":1999');
    writeFileSync(join(dir, "forged", "x.json"), forged);
    const clash = await scalebook("merge", "forged");
    expect(clash.exitCode).toBe(3);
    expect(clash.stderr).toContain(`has its id, ${lab}, and another content: nothing was changed`);
    expect(await scalebook("merge", "nowhere")).toMatchObject({ exitCode: 2 });
  });

  it("is verified, and a changed file is told", async () => {
    expect(await scalebook("verify")).toMatchObject({ exitCode: 0, stdout: "3 runs checked: 0 errors, 0 warnings" });
    const { exitCode, stdout } = await scalebook("verify", "--runs-dir", "forged");
    expect(exitCode).toBe(3);
    expect(stdout).toContain("the file was changed, or made by hand");
  });

  it("loses a run only by its whole name, or with --yes", async () => {
    const part = await scalebook("remove", scan.slice(0, -2));
    expect(part.exitCode).toBe(2);
    expect(part.stderr).toContain(`${scan} stays: "${scan.slice(0, -2)}" is only a part of its id`);
    writeFileSync(join(dir, "runs", "baselines"), `${scan}\n`);
    expect((await scalebook("remove", scan)).stderr).toContain("it is a baseline");
    writeFileSync(join(dir, "runs", "baselines"), "");
    const removed = await scalebook("remove", scan);
    expect(removed).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Removed") });
    expect((await scalebook("remove", scan)).exitCode).toBe(2);
    expect((await scalebook("remove", other.slice(0, -2), "--yes")).exitCode).toBe(0);
    expect(readdirSync(join(dir, "runs"))).toEqual([`${lab}.json`, "baselines"]);
  });
});
