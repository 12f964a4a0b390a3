import { expect, it } from "vitest";
import { importRuns } from "../../../src/cli/commands/import.js";
import { checkMapped, parseMap } from "../../../src/formats/foreign/parameter-map.js";
import { importers } from "../../../src/formats/index.js";

const known = ["strategy", "workers", "n"];

it("reads parameters of any name, the last sign being the one that counts", () => {
  expect([...parseMap(" threads = workers,size=n,a=b=level,x=-,y=-", known)]).toEqual([
    ["threads", "workers"],
    ["size", "n"],
    ["a=b", "level"],
    ["x", "-"],
    ["y", "-"],
  ]);
});

it.each([
  ["", '--map has "": write <parameter>=<factor>'],
  ["a=", '--map has "a=": write'],
  ["=workers", '--map has "=workers": write'],
  ["a=n,a=workers", '--map names "a" twice'],
  ["a=n,b=n", '--map makes n of both "a" and "b"'],
  ["a=wrokers", 'the factor "wrokers": did you mean workers?'],
  ["a=Größe", "or a name of your own such as gro"],
])("refuses %j", (text, told) => {
  expect(() => parseMap(text, known)).toThrow(told);
});

it("says what is there where a name is not", () => {
  const place = { file: "x.json", kind: "parameter" };
  expect(() => checkMapped(parseMap("a=n", known), ["b", "c"], place)).toThrow(
    'there is no parameter "a", which --map names: it has "b", "c"',
  );
  expect(() => checkMapped(parseMap("a=n", known), [], place)).toThrow("it has no parameters");
});

it("the help has an example of every format", () => {
  const words = importRuns.examples.map((example) => example.split(" ")[1] ?? "");
  // A file may stand alone, as its format is recognised.
  const shown = new Set(words.filter((word) => !word.includes(".")));
  expect([...shown].sort()).toEqual(Object.keys(importers).sort());
});
