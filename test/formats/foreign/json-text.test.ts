import { describe, expect, it } from "vitest";
import { hasRepeatedKeys, parseWithNotFinite, withoutRepeatedKeys } from "../../../src/formats/foreign/json-text.js";
import { UserError } from "../../../src/user-error.js";

describe("numbers that are none", () => {
  it.each(["NaN", "-NaN", "nan", "Infinity", "-Infinity", "inf", "-inf", "-nan(ind)", "1.#INF", "-1.#IND"])(
    "%s is text, and within strings nothing changes",
    (word) => {
      expect(parseWithNotFinite(`{"a": [${word}, 1], "b": "x ${word}\\" ${word}"}`)).toEqual({
        a: [word, 1],
        b: `x ${word}" ${word}`,
      });
    },
  );

  it.each(["[1nan]", "[nan1]", "[--inf]", '["a" nan]', "nano", "{nan: 1}x"])("%s is no JSON", (text) => {
    expect(() => parseWithNotFinite(text)).toThrow(SyntaxError);
  });
});

describe("keys that are there twice", () => {
  const repeated = (text: string) => hasRepeatedKeys(text, JSON.parse(text));

  it.each([
    ['{"a": 1, "a": 2}', true],
    ['{"a": 1, "\\u0061": 2}', true],
    ['[{"b": {"a": 1, "x": ":", "a" : 2}}]', true],
    ['{"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}', false],
    ['{"a": "a\\": \\"a", "b\\\\": "\\\\", "c": ["a", "a"]}', false],
    ["[]", false],
  ])("%s: %s", (text, is) => {
    expect(repeated(text)).toBe(is);
  });

  it("are refused by place", () => {
    const text = '{"runs": [{"t": 1}, {"a": {"t": 1}, "t": 1, "t": 2}]}';
    expect(() => withoutRepeatedKeys(text, "a.json", () => false)).toThrow(
      new UserError('a.json: runs[1] has the key "t" twice: which one is right is not known; remove one'),
    );
  });

  it("are those of the tool's user where they stand behind its own", () => {
    const text = '{"t": 1, "end": 0, "t": 2, "t": 3}';
    expect(JSON.parse(withoutRepeatedKeys(text, "a.json", (before) => before.has("end")))).toMatchObject({ t: 1 });
  });
});
