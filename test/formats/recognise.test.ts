import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importers } from "../../src/formats/index.js";
import { type Format, recogniseFormat } from "../../src/formats/recognise.js";
import { fixture } from "./imported.js";
import { librarySamples } from "./library-readings.js";
import { type Sample, samples } from "./readings.js";

const fixtures = readdirSync(new URL("../fixtures/imports/", import.meta.url));
const formats = Object.keys(importers) as Format[];

describe("a file is known", () => {
  const written = fixtures.flatMap((name) => {
    const format = formats.find((known) => name.startsWith(`${known}-`) || name.startsWith(`${known}.`));
    return format === undefined ? [] : [[name, format] as const];
  });

  it.each(written)("%s as %s", (name, format) => {
    expect(recogniseFormat(fixture(name), name)).toBe(format);
  });

  const all: Partial<Record<Format, readonly Sample[]>> = { ...samples, ...librarySamples };
  const read = formats.flatMap((format) => (all[format] ?? []).map((sample) => [sample.file, format, sample] as const));

  it.each(read)("%s as %s, by a sample", (file, format, { text }) => {
    // The folder of Criterion.rs is known as a folder.
    if (format !== "criterion") expect(recogniseFormat(text, file)).toBe(format);
  });

  it("for every format", () => {
    const known = new Set([...written, ...read].map(([, format]) => format));
    expect(formats.filter((format) => !known.has(format))).toEqual([]);
  });
});

it("a table of columns parted by spaces is a table", () => {
  expect(recogniseFormat("workers  wall_s\n1  10\n2  6\n", "t.txt")).toBe("csv");
});

describe("a file of another kind", () => {
  it("that was made to cost much is refused before it is parsed", () => {
    expect(() => recogniseFormat("[".repeat(1e6), "a.json")).toThrow("a.json: nested deeper than 32 levels");
    const keys = Array.from({ length: 100_001 }, (_, place) => `"k${place}":0`);
    expect(() => recogniseFormat(`{${keys}}`, "a.json")).toThrow("an object of more than 100000 keys");
  });

  it.each([
    ["words", "hello"],
    ["an empty file", ""],
    ["other JSON", '{"a":1}'],
    ["other JSON under the same keys", '{"benchmarks":[{"x":1}],"results":[]}'],
  ])("is none: %s", (_, text) => {
    expect(recogniseFormat(text, "f")).toBeNull();
  });

  it("is told where it is a run file", () => {
    expect(() => recogniseFormat('{"schemaVersion":1}', "runs/x.json")).toThrow(
      "runs/x.json: is a run file already: copy it into a folder of runs, or use scalebook merge",
    );
  });
});
