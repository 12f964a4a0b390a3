import { describe, expect, it } from "vitest";
import { packedJson } from "../../../src/report/format/packed-json.js";

function unpacked(value: unknown): Promise<unknown> {
  return new Function(`return ${packedJson(value)}`)();
}

const long = "a part that is long enough to be referred to ".repeat(3);
const row = { words: long, deep: [{ words: long }, 1.5, null, true] };

describe("JSON packed into a script", () => {
  it.each([
    ["nothing", {}],
    ["parts within parts, again and again", { a: row, b: [row, row], c: { d: [row] }, e: long }],
    ["what looks like a reference", { [`\u00010\u0001${long}`]: `\u00010\u0001 $& ${long}`, b: long, c: long }],
    ["lines, quotes and signs", ["\n\r\u2028\"\\'</script>`$1", `é 😀 − ${long}\n`]],
    ["text alone", long],
  ])("comes back as it was: %s", async (_, value) => {
    expect(await unpacked(value)).toEqual(value);
  });

  it("leaves out what is undefined", async () => {
    expect(await unpacked({ a: undefined, b: [1] })).toEqual({ b: [1] });
  });

  it("has a part once, however far apart it is needed", () => {
    // No two places of the noise are alike, so that deflate can save nothing.
    let seed = 1;
    const noise = (length: number) =>
      Array.from({ length }, () => {
        seed = (seed * 48_271) % 2_147_483_647;
        return String.fromCharCode(33 + (seed % 90));
      }).join("");
    const [part, between] = [noise(20_000), noise(40_000)];
    const once = packedJson({ part, between }).length;
    expect(packedJson({ part, between, again: { part } }).length - once).toBeLessThan(200);
  });
});
