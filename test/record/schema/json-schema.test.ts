import { describe, expect, it } from "vitest";
import { fieldDescriptions, type JsonSchema, runJsonSchema } from "../../../src/record/schema/json-schema.js";
import { withId } from "../../../src/record/schema/run-id.js";
import { fullRun } from "../full-run.js";

/** Every place of a value: `machine`, `machine.id`, `experiments[]` ... Keys that `isRecord` says are free become `*`. */
function placesOf(value: unknown, place: string, isRecord: (place: string) => boolean): string[] {
  if (typeof value !== "object" || value === null) return [place];
  const children = Array.isArray(value)
    ? value.flatMap((item) => placesOf(item, `${place}[]`, isRecord))
    : Object.entries(value).flatMap(([key, child]) => {
        const step = isRecord(place) ? "*" : key;
        return placesOf(child, place === "" ? step : `${place}.${step}`, isRecord);
      });
  return [place, ...children];
}

/** Every place that the schema knows, with the schema that stands there. */
function schemaPlaces(schema: JsonSchema, place = ""): Map<string, JsonSchema> {
  const found = new Map([[place, schema]]);
  const add = (child: unknown, key: string) => {
    if (typeof child !== "object" || child === null) return;
    const below = place === "" ? key.replace(/^\./, "") : place + key;
    for (const [at, what] of schemaPlaces(child as JsonSchema, below)) if (!found.has(at)) found.set(at, what);
  };
  for (const alternative of [schema, ...((schema.anyOf ?? []) as JsonSchema[])]) {
    for (const [name, child] of Object.entries(alternative.properties ?? {})) add(child, `.${name}`);
    add(alternative.items, "[]");
    add(alternative.additionalProperties, ".*");
  }
  return found;
}

const schema = runJsonSchema();
const known = schemaPlaces(schema);
const named = [...known.keys()].filter((place) => place !== "");

describe("the published JSON Schema", () => {
  it("has an identity and no surprises for tools", () => {
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: "urn:scalebook:run:v1",
      type: "object",
      additionalProperties: false,
    });
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    expect(runJsonSchema()).toEqual(schema);
  });

  it("describes every field", () => {
    for (const place of named) expect(known.get(place)?.description, place).toMatch(/\w{3}/);
    expect(fieldDescriptions()).toEqual(new Map(named.map((place) => [place, known.get(place)?.description])));
  });

  it("knows exactly the fields that a run with everything in it has", () => {
    const isRecord = (place: string) => known.has(`${place}.*`);
    const used = new Set(placesOf(withId(fullRun()), "", isRecord).filter((place) => place !== ""));
    expect([...used].toSorted()).toEqual(named.toSorted());
  });

  it("asks for exactly what the smallest run has", () => {
    expect(schema.required?.toSorted()).toEqual([
      "experiments",
      "finishedAt",
      "id",
      "machine",
      "schemaVersion",
      "seed",
      "software",
      "startedAt",
      "status",
      "study",
      "studyHash",
    ]);
  });
});
