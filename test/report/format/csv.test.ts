import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvRows } from "../../../src/formats/foreign/csv-rows.js";
import { csvText } from "../../../src/report/format/csv.js";

/** What a spreadsheet would evaluate, after it has taken the quotes off. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
const RUNS = /^[=+\-@\u0000-\u001f]/;

describe("CSV", () => {
  it("keeps numbers numbers, with all their digits, and unknown ones empty", () => {
    const text = csvText(
      ["cell", "median ms"],
      [
        ["a", 1234.5678901],
        ["b", -0.25],
        ["c", 1e-9],
        ["d", null],
        ["e", Number.POSITIVE_INFINITY],
      ],
    );
    expect(text).toBe("cell,median ms\na,1234.5678901\nb,-0.25\nc,1e-9\nd,\ne,\n");
  });

  it("puts text that would end a field in quotes", () => {
    expect(csvText(["a", "b"], [['say "no", please', "two\nlines"]])).toBe('a,b\n"say ""no"", please","two\nlines"\n');
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1+1"])("puts a quote before %j", (attack) => {
    expect(csvRows(csvText([attack], [[attack]]), "x").map(({ fields }) => fields[0])).toEqual([
      `'${attack}`,
      `'${attack}`,
    ]);
  });

  it("is read back as it was written, whatever the text, and no field starts a formula", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 4 }), (texts) => {
        const fields = csvRows(csvText(["x", ...texts], []), "x")[0]?.fields ?? [];
        expect(fields.slice(1).map((field, index) => (field === texts[index] ? field : field.slice(1)))).toEqual(texts);
        for (const field of fields) expect(field).not.toMatch(RUNS);
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});
