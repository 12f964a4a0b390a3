import { describe, expect, expectTypeOf, it } from "vitest";
import { parseGiven } from "../../src/cli/arguments.js";
import { command, jsonOption, option, runsDirOf, runsDirOption } from "../../src/cli/command.js";
import { run } from "../../src/cli/commands/run.js";
import { filterOf, filterOptions } from "../../src/cli/options/run-filter.js";

const act = command({
  name: "act",
  args: "<run> [more ...]",
  summary: "",
  options: [option("--label <text>", ""), option("--dry-run", ""), option("--each <x=y>...", ""), jsonOption],
  examples: [],
  run: async () => undefined,
});

describe("parseGiven", () => {
  it.each(["007", "1e3", "true", "-", "a=b", " x "])("leaves the text %j as it is", async (label) => {
    expect((await parseGiven(act, ["r", "--label", label])).options.label).toBe(label);
    expect((await parseGiven(act, ["r", `--label=${label}`])).options.label).toBe(label);
  });

  it("tells switches, text and positionals apart", async () => {
    const given = await parseGiven(act, ["a", "--json", "b"]);
    expect(given).toEqual({
      positionals: ["a", "b"],
      options: { label: undefined, "dry-run": false, each: undefined, json: true },
    });
  });

  it("keeps every value of an option that may be repeated, and the last of others", async () => {
    const { options } = await parseGiven(act, ["r", "--each", "b", "--label", "1", "--each=a", "--label", "2"]);
    expect([options.each, options.label]).toEqual([["b", "a"], "2"]);
  });

  it("refuses a second module or program, which would be all that is measured", async () => {
    const given = parseGiven(run, ["--module", "a.mjs", "--module", "b.mjs"]);
    await expect(given).rejects.toThrow("--module was given twice: give it once; two versions are --module before=");
    await expect(parseGiven(run, ["--command", "a", "--command", "b"])).rejects.toThrow("--command was given twice");
  });

  it("takes what follows -- as it is", async () => {
    expect((await parseGiven(act, ["a", "--", "--json"])).positionals).toEqual(["a", "--json"]);
  });
});

describe("the compiler", () => {
  it("knows every option that a command declares, and what it holds", async () => {
    const { options } = await parseGiven(act, ["a"]);
    expectTypeOf(options).toEqualTypeOf<{
      readonly label: string | undefined;
      readonly "dry-run": boolean;
      readonly each: readonly string[] | undefined;
      readonly json: boolean;
    }>();
    const recording = await parseGiven(run, []);
    expectTypeOf(recording.options["task-time"]).toEqualTypeOf<string | undefined>();
    expectTypeOf(recording.options.json).toEqualTypeOf<boolean>();
  });

  it("refuses a misspelt option, and one that the command does not declare", async () => {
    const { options } = await parseGiven(act, ["a"]);
    // @ts-expect-error the option is called label
    expect(options.lable).toBeUndefined();
    // @ts-expect-error the option is called dry-run
    expect(options["dry-runn"]).toBeUndefined();
    // @ts-expect-error the value of an option is text, not a number
    const label: number | undefined = options.label;
    expect(label).toBeUndefined();
    // @ts-expect-error an option begins with two dashes
    expect(option("label <text>", "").flag).toBe("label <text>");
  });

  it("lets shared readers be used only where their options are declared", async () => {
    const given = await parseGiven(act, ["a"]);
    // @ts-expect-error act declares no --runs-dir
    expect(runsDirOf(given)).toBe("runs");
    // @ts-expect-error act declares no filters
    expect(filterOf(given.options, new Date())).toBeTypeOf("function");
    const listing = { name: "list", args: "", options: [...filterOptions, runsDirOption] };
    expect(runsDirOf(await parseGiven(listing, ["--runs-dir", "other"]))).toBe("other");
  });
});
