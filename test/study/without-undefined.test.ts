import { expect, it } from "vitest";
import { withoutUndefined } from "../../src/study/without-undefined.js";

it("withoutUndefined leaves out what is undefined, and nothing else", () => {
  expect(withoutUndefined({ a: undefined, b: 0, c: "", d: null, e: false })).toEqual({
    b: 0,
    c: "",
    d: null,
    e: false,
  });
  expect(Object.keys(withoutUndefined({ a: undefined, b: 1 }))).toEqual(["b"]);
});
