import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOfRuns } from "./in-process.js";

const { dir, scalebook, write } = folderOfRuns();
const remove = (...args: string[]) => scalebook("remove", ...args, "--runs-dir", dir);
const isThere = (id: string) => readdirSync(dir).includes(`${id}.json`);

describe("scalebook remove", () => {
  it("says what it deletes: file, study, label, time, combinations and repeats", async () => {
    const id = write(1, { label: "first" });
    expect(await remove("first")).toEqual({
      exitCode: 0,
      out: `Removed ${join(dir, id)}.json\n  study lab, label first, recorded 21 Nov 2026, 01:00 UTC: 1 combination with 3 repeats\n`,
      err: "",
      mistake: "",
    });
    expect(isThere(id)).toBe(false);
    const again = write(1, { label: "first" });
    expect(JSON.parse((await remove(again, "--json")).out)).toMatchObject({
      id: again,
      label: "first",
      startedAt: "2026-11-21T01:00:00.000Z",
      combinations: 1,
      fewest: 3,
      most: 3,
    });
  });

  it("keeps a run that others go on with, unless they go as well or --force is given", async () => {
    const parent = write(2);
    const child = write(3, { parent });
    const { mistake, exitCode } = await remove(parent, "--yes");
    expect(exitCode).toBe(2);
    expect(mistake).toBe(
      `${parent} stays: ${child} goes on with it and would lose its repeats\nNothing was removed; --force removes it anyway`,
    );
    expect(isThere(parent)).toBe(true);
    expect((await remove(parent, child)).exitCode).toBe(0);
    expect([isThere(parent), isThere(child)]).toEqual([false, false]);
    const other = write(4);
    write(5, { parent: other });
    expect((await remove(other, "--force")).exitCode).toBe(0);
    expect(isThere(other)).toBe(false);
  });

  it("keeps a baseline, and takes it off the list with --force", async () => {
    const [kept, named] = [write(6), write(7)];
    writeFileSync(join(dir, "baselines"), `${kept}\n${named}\n`);
    expect((await remove(named)).mistake).toContain(`${named} stays: it is a baseline`);
    expect((await remove(named, "--force")).out).toContain("; it is no baseline any more\n");
    expect(readFileSync(join(dir, "baselines"), "utf8")).toBe(`${kept}\n`);
  });

  it("removes all or none of several", async () => {
    const [one, other] = [write(8), write(9)];
    expect((await remove(one, "no-such-run")).exitCode).toBe(2);
    expect((await remove(one, other.slice(0, -3))).mistake).toContain(`${other} stays: `);
    expect([isThere(one), isThere(other)]).toEqual([true, true]);
    expect((await remove(one, other, one)).out.match(/^Removed /gm)).toHaveLength(2);
  });
});
