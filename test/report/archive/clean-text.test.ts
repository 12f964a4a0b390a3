import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanDeep, cleanText } from "../../../src/report/archive/clean-text.js";

describe("cleanText", () => {
  it("strips what steers terminals and turns lines around", () => {
    expect(cleanText("a\u0000b\u001b[31mc")).toBe("ab[31mc");
    expect(cleanText("a\u202eb\u2066c\u200fd")).toBe("abcd");
    expect(cleanText("one\ntwo\tthree")).toBe("one two three");
    expect(cleanText("\ufeffx\uffff")).toBe("x");
  });

  it("strips lone surrogates and keeps pairs", () => {
    expect(cleanText("a\ud800b\udc00c")).toBe("abc");
    expect(cleanText("rocket \u{1f680}")).toBe("rocket \u{1f680}");
  });

  it("leaves well-formed text without controls for any string", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const clean = cleanText(text);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the claim
        expect(clean).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(() => encodeURIComponent(clean)).not.toThrow();
        expect(cleanText(clean)).toBe(clean);
      }),
    );
  });
});

describe("cleanDeep", () => {
  it("cleans keys and values at every depth and leaves figures alone", () => {
    const given = { "k\u0007": ["a\u202e", { b: "c\u0000" }], figures: [1, null, 3], none: null };
    expect(cleanDeep(given)).toEqual({ k: ["a", { b: "c" }], figures: [1, null, 3], none: null });
  });

  it("gives back what is clean as it is", () => {
    const given = { k: ["a", { b: "\u{1f4c8} c" }] };
    const clean = { k: ["a", { b: "c" }] };
    expect(cleanDeep(clean)).toBe(clean);
    expect(cleanDeep(given)).toEqual(given);
  });
});
