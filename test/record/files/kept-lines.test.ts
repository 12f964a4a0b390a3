import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openCache } from "../../../src/record/files/cache.js";
import { InternedValues } from "../../../src/record/files/interned-values.js";
import { KeptLines } from "../../../src/record/files/kept-lines.js";
import { sha256 } from "../../../src/record/schema/run-id.js";
import { temporaryFolder } from "../sample.js";

async function opened() {
  const cache = openCache(join(await temporaryFolder(), "cache"), sha256("1"));
  return { cache, open: () => new KeptLines(cache, "lines") };
}

describe("kept lines", () => {
  it("are there the next time, the last of each key", async () => {
    const { open } = await opened();
    const lines = open();
    lines.set("F", "a", ["1", "2"]);
    lines.set("F", "a", ["3", "4"]);
    lines.set("D", "a", ["5"]);
    expect(lines.keep("T", "a", { x: undefined, y: [1] })).toEqual({ y: [1] });
    lines.save();
    const again = open();
    expect([again.get("F", "a"), again.get("D", "a"), again.get("F", "b")]).toEqual([["3", "4"], ["5"], undefined]);
    expect([again.recall("T", "a"), again.recall("T", "b")]).toEqual([{ y: [1] }, undefined]);
  });

  it("are written once where nothing changed", async () => {
    const { cache, open } = await opened();
    for (let time = 0; time < 3; time += 1) {
      const lines = open();
      lines.set("F", "a", ["1"]);
      lines.save();
    }
    expect(cache.lines("lines").filter((line) => line !== "")).toEqual(["F\ta\t1"]);
  });

  it("go where most of them are of no more use", async () => {
    const { cache, open } = await opened();
    const lines = open();
    for (let key = 0; key < 250; key += 1) lines.set("F", `${key}`, ["1"]);
    lines.save();
    const again = open();
    again.get("F", "7");
    again.set("F", "new", ["1"]);
    again.save();
    expect(cache.lines("lines")).toEqual(["F\t7\t1", "F\tnew\t1"]);
    again.set("F", "more", ["1"]);
    again.save();
    expect(open().all("F")).toHaveLength(3);
  });
});

describe("interned values", () => {
  it("are kept with the lines, and told to another thread once", async () => {
    const { open } = await opened();
    const lines = open();
    const values = new InternedValues(lines);
    const name = values.nameOf({ cores: 2 });
    expect(values.nameOf({ cores: 2 })).toBe(name);
    expect(values.takeAdded()).toEqual([[name, '{"cores":2}']]);
    expect(values.takeAdded()).toEqual([]);
    lines.save();
    const again = new InternedValues(open());
    expect(again.valueOf(name)).toEqual({ cores: 2 });
    const other = new InternedValues();
    other.add([[name, '{"cores":2}']]);
    expect(other.valueOf(name)).toBe(other.valueOf(name));
    expect(() => other.valueOf("none")).toThrow("no interned value none");
  });
});
