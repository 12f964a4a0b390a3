import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFigure } from "../../../src/runner/trials/read-figure.js";

const NUMBER = "([0-9.e+-]+) req/s";
const read = (pattern: string, stdout: string, stderr = "") => readFigure(pattern, { stdout, stderr });
const positive = fc.double({ min: 1e-9, max: 1e15, noNaN: true });
/** Text without a digit, which could be a figure. */
const chatter = fc.string({ unit: fc.constantFrom("a", "é", " ", "\n", "{", "]", '"', "/") });

describe("reading a figure", () => {
  it("finds the first match of any number in any text, on standard output before standard error", () => {
    fc.assert(
      fc.property(chatter, positive, positive, chatter, (before, value, other, after) => {
        const text = `${before} ${value} req/s\n${other} req/s ${after}`;
        expect(read(NUMBER, text, `${other} req/s`)).toBe(value);
        expect(read(NUMBER, before, text)).toBe(value);
      }),
    );
  });

  it("finds the value at any path, in the whole output or in its last line that has it", () => {
    const key = fc.stringMatching(/^[a-z_]{1,8}$/);
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), positive, positive, (path, value, other) => {
        const nested = (leaf: number) => path.reduceRight<unknown>((inner, step) => ({ [step]: [inner] }), leaf);
        const pattern = `json:${path.join("[0].")}[0]`;
        expect(read(pattern, JSON.stringify(nested(value), null, 2))).toBe(value);
        const lines = [nested(other), nested(value), { unrelated: 1 }].map((line) => JSON.stringify(line));
        expect(read(pattern, `starting\n${lines.join("\n")}\n{broken`)).toBe(value);
      }),
    );
  });

  it("never throws, and never gives a number that is not finite and above 0", () => {
    const text = fc.oneof(fc.string(), fc.json(), chatter);
    fc.assert(
      fc.property(fc.constantFrom("(.*)", "(\\S+)", "json:a", "json:[0]", "(a)?b"), text, text, (pattern, out, err) => {
        const value = read(pattern, out, err);
        if (typeof value === "number") expect(value > 0 && value <= 1e15).toBe(true);
        else expect(value).toMatch(/^is not in the output|which is no number above 0$/);
      }),
    );
  });

  it.each([
    ["(\\S+) ms", "1,234.5 ms", 1234.5],
    ["^t=(\\S+)$", "a\nt=7\nb", 7],
    ["json:a", '{"a":"12.5"}', 12.5],
    ["(\\S+) ms", "0 ms", 'is "0", which is no number above 0'],
    ["(\\S+) ms", "fast ms", 'is "fast", which is no number above 0'],
    ["json:a", '{"a":null}', "is null, which is no number above 0"],
    ["json:a", '{"a":{}}', "is {}, which is no number above 0"],
    ["(\\d+)", "one\nlast line \n\n", "is not in the output, which ends with: last line"],
    ["(\\d+)", "", "is not in the output, which is empty"],
    ["([0-9.]+) req/s", "1,234 req/s", "is 234, a part of 1,234: let its pattern take the whole number"],
    ["t=([0-9.]+)", "t=1,234.5 ms", "is 1, a part of 1,234.5: let its pattern take the whole number"],
    ["t=([0-9]+)", "t=12.5", "is 12, a part of 12.5: let its pattern take the whole number"],
    ["([0-9.]+) s", "1.5e3 s", "is 3, a part of 1.5e3: let its pattern take the whole number"],
    ["([0-9.]+)", "2e-3", "is 2, a part of 2e-3: let its pattern take the whole number"],
    ["^([0-9.]+),", "1,234", 1],
    [",([0-9.]+)$", "1,234", 234],
    ["([0-9.]+)", "7, 8", 7],
    ["([0-9.]+)", "7,8,9", 7],
    ["([0-9.]+)", "took 12.", 12],
    ["took ([0-9]+)", "took 12.", 12],
    ["v([0-9]+)", "v1.2.3", 1],
    ["json:__proto__", "{}", "is not in the output, which has no __proto__ and ends with: {}"],
  ])("reads %s of %j as %j", (pattern, text, value) => expect(read(pattern, text)).toBe(value));

  it("gives up a pattern that tries without end", () => {
    expect(read("((?:a+)+)$", `${"a".repeat(50)}!`)).toBe(
      "was given up: its pattern took more than 1 s on this output",
    );
  });
});
