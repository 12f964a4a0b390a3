import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "rolldown/parseAst";
import { describe, expect, it } from "vitest";
import { filesUnder } from "./imports.js";

const MOST_FILES = 18;
const LONGEST_FILE = 400;
const LONGEST_FUNCTION = 60;

/** Folders in which one file is one plug-in: they grow by what they hold. */
const plugInFolders = [
  "analysis/findings",
  "cli/commands",
  "experiments",
  "report/charts/kinds",
  "report/export",
  "report/glossary",
  "report/write-up/formats",
  "runner/doctor",
  "stats",
  "strategies",
  "workloads",
];

const src = fileURLToPath(new URL("../../src/", import.meta.url));
const files = filesUnder(src);

interface Sized {
  name: string;
  lines: number;
}

/** Functions of a TypeScript text by the line that they begin on, those within others included. */
function functionsOf(text: string): Sized[] {
  const found: Sized[] = [];
  const lineOf = (place: number) => text.slice(0, place).split("\n").length;
  const visit = (node: unknown) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null) return;
    const { type, start, end } = node as { type?: string; start?: number; end?: number };
    if (typeof type === "string" && /^(?:Arrow)?Function(?:Declaration|Expression)$/.test(type)) {
      const first = lineOf(start ?? 0);
      found.push({ name: `line ${first}`, lines: lineOf(end ?? 0) - first + 1 });
    }
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseAst(text, { lang: "ts" }));
  return found;
}

describe("nothing outgrows what fits in a head", () => {
  it(`no folder has more than ${MOST_FILES} files, plug-in folders excepted`, () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    const large = [...counts].filter(([folder, count]) => count > MOST_FILES && !plugInFolders.includes(folder));
    expect(large).toEqual([]);
    expect(plugInFolders.filter((folder) => !counts.has(folder))).toEqual([]);
  });

  it(`no file has more than ${LONGEST_FILE} lines`, () => {
    const sizes = files.map((name) => ({ name, lines: readFileSync(join(src, name), "utf8").split("\n").length - 1 }));
    expect(sizes.filter(({ lines }) => lines > LONGEST_FILE)).toEqual([]);
  });

  it(`no function has more than ${LONGEST_FUNCTION} lines`, () => {
    const sizes = files
      .filter((file) => /\.(?:ts|mjs)$/.test(file))
      .flatMap((file) =>
        functionsOf(readFileSync(join(src, file), "utf8")).map(({ name, lines }) => ({
          name: `${file} ${name}`,
          lines,
        })),
      );
    expect(sizes.length).toBeGreaterThan(1_000);
    expect(sizes.filter(({ lines }) => lines > LONGEST_FUNCTION)).toEqual([]);
  });

  it("and functions are measured whole", () => {
    const text = "\nexport function a(\n  b: number,\n): number {\n  return [b].map((c) =>\n    c\n  )[0];\n}\n";
    expect(functionsOf(text)).toEqual([
      { name: "line 2", lines: 7 },
      { name: "line 5", lines: 2 },
    ]);
  });
});
