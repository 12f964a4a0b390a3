import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { runProgram } from "../../../src/cli/program.js";
import { parseRunText } from "../../../src/record/schema/parse-run.js";

const dir = mkdtempSync(join(tmpdir(), "scalebook-import-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const file = join(dir, "t.csv");
writeFileSync(file, "strategy,workers,wall_s\na,1,4\na,2,2.1\n");

let runs: string;
let out: string;
let err: string;
beforeEach(() => {
  runs = mkdtempSync(join(dir, "runs-"));
  out = "";
  err = "";
});

async function imported(...options: string[]): Promise<number> {
  return command("csv", file, ...options);
}

async function command(...args: string[]): Promise<number> {
  return scalebook("import", ...args);
}

async function scalebook(...args: string[]): Promise<number> {
  return runProgram([...args, "--runs-dir", runs], {
    out(text) {
      out += text;
    },
    async drained(text) {
      out += text;
    },
    err(text) {
      err += text;
    },
    isTerminal: false,
    columns: Number.POSITIVE_INFINITY,
    env: { SCALEBOOK_CACHE: join(runs, ".cache") },
    onInterrupt: () => () => {},
  });
}

async function files(): Promise<string[]> {
  return (await readdir(runs)).filter((name) => name.endsWith(".json"));
}

describe("a file that was imported", () => {
  it("is there already the second time", async () => {
    expect(await imported()).toBe(0);
    expect(await imported()).toBe(0);
    const [only, ...others] = await files();
    expect(others).toEqual([]);
    const path = join(runs, only ?? "");
    const id = basename(path, ".json");
    expect(out).toBe(
      `2 combinations, 2 measurements: scalebook show ${id} --runs-dir ${runs}\nRun: ${path}\nThere already: ${path}\n`,
    );
    out = "";
    expect(await imported("--json")).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ file: join(runs, only ?? ""), isNew: false });
  });

  it("is there already packed, and under another name in the same study", async () => {
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
    await imported();
    expect(await command("csv", `${file}.gz`)).toBe(0);
    expect(out).toContain("There already: ");
    expect(await files()).toHaveLength(1);
  });

  it("is no second measurement: nothing is compared with itself", async () => {
    await imported("--machine", "laptop");
    await imported("--machine", "laptop", "--measured-at", "2024-05-01");
    const [a = "", b = ""] = (await files()).map((name) => name.slice(0, -".json".length));
    await expect(scalebook("check", b)).rejects.toThrow("no earlier run of t with the same definition");
    await expect(scalebook("check", b, "--against", a)).rejects.toThrow("both are imports of one file");
    out = "";
    await scalebook("compare", a, b, "--json");
    expect(JSON.parse(out).findings.map(({ headline }: { headline: string }) => headline)).toEqual([
      "Both runs are imports of one file",
    ]);
  });

  it("says imported where the day of the measuring is not known", async () => {
    await imported();
    await imported("--name", "dated", "--measured-at", "2024-05-01");
    for (const [study, word] of [
      ["t-", "imported"],
      ["dated-", "recorded"],
    ] as const) {
      const id = (await files()).find((name) => name.includes(`z-${study}`))?.slice(0, -".json".length) ?? "";
      out = "";
      await scalebook("show", id);
      expect(out).toMatch(new RegExp(`^${word}  \\d+ `, "m"));
      out = "";
      await scalebook("remove", id);
      expect(out).toMatch(new RegExp(`, ${word} \\d+ `));
    }
  });

  it("makes a run beside the first where it is imported in another way, which is told", async () => {
    await imported("--machine", "laptop");
    await imported("--machine", "server");
    expect(await files()).toHaveLength(2);
    expect(err).toMatch(
      /^\S+-t-[0-9a-f]{6} was imported from the same file in another way: scalebook remove \S+ deletes it\n$/,
    );
  });
});

describe("a file alone", () => {
  it("is read as what it is, which is told", async () => {
    expect(await command(file)).toBe(0);
    expect(err).toBe("Read as csv\n");
    expect(await files()).toHaveLength(1);
  });

  it("takes no option that its format does not read", async () => {
    const json = join(dir, "h.json");
    writeFileSync(json, '{"results":[{"command":"a","times":[1,2]}]}');
    for (const given of [["--weak"], ["--wide", "workers"], ["--strategy", "a"], ["--workers", "2"]]) {
      await expect(command(json, ...given)).rejects.toThrow(`${given[0]} is for tables, and this is read as hyperfine`);
    }
  });

  it("is refused where it is nothing that is known, or missing", async () => {
    const words = join(dir, "words.txt");
    writeFileSync(words, "hello");
    await expect(command(words)).rejects.toThrow(
      /words\.txt: is like no format that is known: name its own, one of csv,/,
    );
    await expect(command(runs)).rejects.toThrow(/: is no folder of criterion or vitest: import its files one by one$/);
    await expect(command("csv")).rejects.toThrow("import needs <file>: scalebook import csv <file>");
    await expect(command("cvs", file)).rejects.toThrow('there is no format "cvs" to import: did you mean csv');
  });
});

describe("the day", () => {
  it.each([
    ["2024-05-01", "2024-05-01T00:00:00.000Z"],
    ["2024-05-01 10:30", "2024-05-01T10:30:00.000Z"],
    ["2024-05-01T10:30:05Z", "2024-05-01T10:30:05.000Z"],
    ["2024-05-01T10:30+02:00", "2024-05-01T08:30:00.000Z"],
  ])("--measured-at %s is %s", async (given, startedAt) => {
    expect(await imported("--measured-at", given)).toBe(0);
    const [name = ""] = await files();
    expect(parseRunText(await readFile(join(runs, name), "utf8"), name).startedAt).toBe(startedAt);
  });

  it.each([
    ["yesterday", /--measured-at is "yesterday": give a day or a moment, such as 2024-05-01/],
    ["2024-02-31", /--measured-at is "2024-02-31"/],
    ["2999-01-01", /--measured-at is "2999-01-01": that is yet to come/],
  ])("--measured-at %s is refused", async (given, message) => {
    await expect(imported("--measured-at", given)).rejects.toThrow(message);
    expect(await files()).toEqual([]);
  });
});
