import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../src/record/schema/canonical-json.js";
import { runId, slugify, timeStamp, withId } from "../../../src/record/schema/run-id.js";
import { runSchema } from "../../../src/record/schema/run-schema.js";
import { sampleRun } from "../sample.js";

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

describe("the id of a run", () => {
  it("is UTC time, study and the head of the content's SHA-256", () => {
    // printf '{"a":[1,{"c":null,"d":2}],"b":"x"}' | sha256sum
    const content = { b: "x", a: [1, { d: 2, c: null }] };
    expect(runId({ startedAt: "2026-11-21T06:15:00.999Z", study: "lab", content })).toBe("20261121t061500z-lab-ead938");
  });

  it("fits the schema, and counts neither the old id nor the order of keys", () => {
    const run = sampleRun();
    expect(runSchema.shape.id.safeParse(run.id).success).toBe(true);
    expect(withId(run)).toEqual(run);
    expect(withId({ ...run, id: "other" } as typeof run).id).toBe(run.id);
    const turned = Object.fromEntries(Object.entries(run).toReversed()) as typeof run;
    expect(withId(turned).id).toBe(run.id);
  });

  it("differs when any content differs", () => {
    expect(sampleRun({ label: "a" }).id).not.toBe(sampleRun({ label: "b" }).id);
  });

  it("survives the way through a file", () => {
    const run = sampleRun({ label: "é \ud800" });
    expect(withId(JSON.parse(JSON.stringify(run))).id).toBe(run.id);
  });

  it("has its time in UTC, to the second", () => {
    expect(timeStamp("2026-01-02T03:04:05Z")).toBe("20260102t030405z");
  });
});

describe("canonical JSON", () => {
  it("is the same whatever the order of keys, and means the same", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(turned(value))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, child]) => [key, turned(child)]),
  );
}

describe("slugify", () => {
  it.each([
    ["Cores host", "cores-host"],
    ["  Überprüfung: N = 1e3 ", "uberprufung-n-1e3"],
    ["a--b__c", "a-b-c"],
    ["-x-", "x"],
    ["con", "con-0"],
    ["COM1", "com1-0"],
    ["already-a-slug-2", "already-a-slug-2"],
    [`${"a".repeat(63)} b`, "a".repeat(63)],
  ])("%s -> %s", (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });

  it("keeps apart texts without a Latin letter", () => {
    expect(slugify("日本")).toMatch(/^x-[0-9a-f]{8}$/);
    expect(slugify("日本")).not.toBe(slugify("本日"));
  });

  it("always gives a slug, and leaves a slug alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(slugify(text)).toMatch(SLUG);
        expect(slugify(slugify(text))).toBe(slugify(text));
      }),
    );
  });
});
