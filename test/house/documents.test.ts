import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

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
