import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Io } from "../../src/cli/command.js";
import { runProgram } from "../../src/cli/program.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const textOf = (document: string) => readFileSync(join(root, document), "utf8");

/** Paths in backticks, without those that have a part to be filled in: `<id>`, `*`. */
function namedPaths(text: string): string[] {
  const quoted = [...text.replace(/```[\s\S]*?```/g, "").matchAll(/`([^`\s]+)`/g)].map(([, path = ""]) => path);
  return quoted.filter((path) => /^[\w.-]+\/[\w./-]+$/.test(path) && !path.startsWith("node_modules/"));
}

/** Whether a path is there, seen from the top, from `src` or from a large room; a module may be named without its ending. */
function isThere(path: string): boolean {
  const places = ["", "src", "src/report", "src/runner"].map((folder) => join(root, folder, path));
  return places.some((place) => existsSync(place) || existsSync(`${place}.ts`));
}

/** Options by command, as the program completes them. */
async function knownOptions(): Promise<Map<string, Set<string>>> {
  const printed: string[] = [];
  const io = { out: (text: string) => void printed.push(text), columns: Number.POSITIVE_INFINITY } as Io;
  await runProgram(["completion", "fish"], io);
  const known = new Map<string, Set<string>>();
  for (const [, name = "", option] of printed.join("").matchAll(/__scalebook_is ([a-z]+)'(?: -l ([a-z-]+))?/g))
    known.set(name, (known.get(name) ?? new Set()).add(option ? `--${option}` : ""));
  return known;
}

describe("README.md", () => {
  const text = textOf("README.md");

  it("has at most 1,100 words, in lines of at most 100 characters", () => {
    expect(text.trim().split(/\s+/).length).toBeLessThanOrEqual(1100);
    expect(text.split("\n").filter((line) => [...line].length > 100)).toEqual([]);
  });

  it("shows commands and options that are there", async () => {
    const known = await knownOptions();
    const commands = [...text.replaceAll("\\\n", "").matchAll(/(?:^ {4}|`|\()scalebook ([a-z]+)([^`\n]*)/gm)];
    expect(commands.length).toBeGreaterThan(30);
    for (const [shown, name = "", rest = ""] of commands) {
      const own = known.get(name) ?? new Set();
      expect(own.size, shown).toBeGreaterThan(0);
      const options = rest.replace(/'[^']*'/g, "").match(/--[a-z-]+/g) ?? [];
      expect(
        options.filter((option) => option !== "--help" && !own.has(option)),
        shown,
      ).toEqual([]);
    }
  });

  it("names only files that are there, and a picture of at most 100 kB", () => {
    const linked = [...text.matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, path = ""]) => path);
    expect(linked).toContain(".github/run-page.png");
    expect(linked.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(existsSync(join(root, "test/examples/sum_processes.py"))).toBe(true);
    expect(statSync(join(root, ".github/run-page.png")).size).toBeLessThanOrEqual(100_000);
  });
});

describe("ARCHITECTURE.md", () => {
  it("has a row for every room", () => {
    const text = textOf("ARCHITECTURE.md");
    const rooms = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(
      rooms.map(({ name }) => name).filter((name) => !new RegExp(`^\\|.*\`${name}\`.*\\|`, "m").test(text)),
    ).toEqual([]);
  });
});

describe.each(["ARCHITECTURE.md", "CONTRIBUTING.md", "METHOD.md"])("%s", (document) => {
  it("names only what is there", () => {
    expect(namedPaths(textOf(document)).filter((path) => !isThere(path))).toEqual([]);
  });
});
