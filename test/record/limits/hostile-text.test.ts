import { describe, expect, it } from "vitest";
import { refuseHostileText } from "../../../src/record/limits/hostile-text.js";
import { parseRunText } from "../../../src/record/schema/parse-run.js";
import { UserError } from "../../../src/user-error.js";

/** A text that counts how often one of its characters is looked at. */
function counted(text: string): { text: string; looks: () => number } {
  let looks = 0;
  const charCodeAt = (at: number) => {
    looks += 1;
    return text.charCodeAt(at);
  };
  return { text: { length: text.length, charCodeAt } as unknown as string, looks: () => looks };
}

function messageOf(text: string): string {
  try {
    refuseHostileText(text, "x.json");
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
  return "passes";
}

const MB = 1_000_000;

describe("a text that would take more memory than its size is refused before it is parsed", () => {
  it.each([
    ["19 MB of [", "[".repeat(19 * MB), 40, "nested deeper than 32 levels"],
    ["a million keys", `{${'"a":1,'.repeat(MB)}"b":1}`, 70_000, "an object of more than 10000 keys"],
    ["two million entries", `[${"0,".repeat(2 * MB)}0]`, 2_000_010, "a list of more than 1000000 entries"],
    ["three million lists", `[${`[${"[],".repeat(9)}[]],`.repeat(300_000)}[]]`, 3_000_000, "more than 1000000 lists"],
  ])("%s", (_, bomb, most, message) => {
    const { text, looks } = counted(bomb);
    expect(messageOf(text)).toContain(message);
    expect(looks()).toBeLessThan(most);
  });

  it("each character of a text that passes is looked at once, those of strings too", () => {
    const { text, looks } = counted(JSON.stringify({ "a[{": ['"]}', "\\", "x".repeat(1_000)], b: [1, 2, { c: 3 }] }));
    expect(messageOf(text)).toBe("passes");
    expect(looks()).toBeLessThanOrEqual(text.length);
  });

  it.each(["[[[", "]]]]", '{"a":"', '"\\', "", "no JSON"])("what is no JSON is left to its parser: %s", (text) => {
    expect(messageOf(text)).toBe("passes");
  });

  it("a run file with brackets in its texts is read", () => {
    const text = JSON.stringify({ schemaVersion: 1, label: "[".repeat(99) });
    expect(() => parseRunText(text, "x.json")).toThrow("x.json: id is missing");
  });
});
