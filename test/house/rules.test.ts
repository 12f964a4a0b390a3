import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { allImports, filesUnder, findCycle, type Import, importsOf, roomOf } from "./imports.js";

/** Who may import whom. `values` may be imported in any way, `types` with `import type` only. */
const rooms: Readonly<Record<string, { values: readonly string[]; types?: readonly string[] }>> = {
  stats: { values: [] },
  words: { values: [], types: ["stats"] },
  record: { values: [] },
  workloads: { values: [] },
  // A worker is told the workload's id and loads it itself: functions cross no thread and no process.
  strategies: { values: ["workloads"] },
  study: { values: ["record"] },
  experiments: { values: ["study"], types: ["strategies"] },
  formats: { values: ["record"] },
  trial: { values: ["strategies", "workloads"] },
  runner: { values: ["study", "record"], types: ["trial"] },
  analysis: { values: ["record", "stats", "words"] },
  report: { values: ["analysis", "record", "stats", "words"] },
  // Other machines: program and study go there, run files come back.
  remote: { values: ["record", "runner", "study"] },
  app: { values: ["study", "workloads", "strategies", "runner", "record", "analysis"] },
  cli: {
    values: [
      "analysis",
      "app",
      "experiments",
      "formats",
      "record",
      "remote",
      "report",
      "runner",
      "strategies",
      "study",
      "words",
    ],
  },
  "main.ts": { values: ["cli"] },
  // The other front door: what a program may call.
  "index.ts": { values: ["app", "record", "report", "runner", "study"] },
  "setup.mjs": { values: [] },
};

/** What everybody may import. */
const common: readonly string[] = ["package-paths.ts", "user-error.ts"];

/** Packages that live in one room. Others may be used anywhere but in the rooms below. */
const homes: Readonly<Record<string, string>> = {
  cac: "cli",
  docx: "report",
  handlebars: "report",
  marked: "report",
  vega: "report",
  "vega-lite": "report",
};

/** Rooms that run within the measured process, or that are nothing but arithmetic: these packages and no others. */
const sparse: Readonly<Record<string, readonly string[]>> = {
  "main.ts": [],
  // What builds is not there where it is installed.
  "setup.mjs": ["rolldown", "rolldown-plugin-dts", "@astral-sh/ruff-wasm-nodejs"],
  "package-paths.ts": [],
  "user-error.ts": [],
  stats: ["d3-array"],
  strategies: ["tinypool", "piscina", "workerpool", "bullmq", "ioredis"],
  trial: [],
  workloads: ["shapefile"],
};

/** Rooms whose files run one by one, as measured processes load them. */
const measured = ["strategies", "trial", "workloads"];

const topLevelFolders = ["node_modules", "runs", "site", "src", "templates", "test"];

const root = fileURLToPath(new URL("../../", import.meta.url));
const src = join(root, "src");
const imports = allImports(src);

/** Imports that break a rule, as `from -> to: why`. */
function violations(all: readonly Import[]): string[] {
  return all.flatMap((one) => {
    const why = one.kind === "file" ? wrongRoom(one) : one.kind === "package" ? wrongPackage(one) : undefined;
    return why === undefined ? [] : [`${one.from} -> ${one.to}: ${why}`];
  });
}

function wrongRoom({ from, to, typeOnly }: Import): string | undefined {
  const [here, there] = [roomOf(from), roomOf(to)];
  if (here === there || common.includes(there)) return undefined;
  const { values, types = [] } = rooms[here] ?? { values: [] };
  if (values.includes(there)) return undefined;
  if (types.includes(there)) return typeOnly ? undefined : `${here} may import only types of ${there}`;
  return `${here} may not import ${there}`;
}

function wrongPackage({ from, to }: Import): string | undefined {
  const here = roomOf(from);
  const home = homes[to];
  if (home !== undefined && home !== here) return `${to} lives in ${home}`;
  const allowed = sparse[here];
  return allowed === undefined || allowed.includes(to) ? undefined : `${here} imports no such package`;
}

describe("the import rules", () => {
  it("hold", () => {
    expect(imports.length).toBeGreaterThan(20);
    expect(violations(imports)).toEqual([]);
  });

  it("allow nothing that no file needs", () => {
    const between = (here: string, there: string) => (one: Import) =>
      roomOf(one.from) === here && roomOf(one.to) === there;
    const unused = Object.entries(rooms).flatMap(([here, { values, types = [] }]) => [
      ...values.filter((there) => !imports.some(between(here, there))).map((there) => `${here} -> ${there}`),
      ...types.filter((there) => !imports.some(between(here, there))).map((there) => `${here} -> type ${there}`),
    ]);
    expect(unused).toEqual([]);
  });

  it("stand in ARCHITECTURE.md", () => {
    const text = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
    const named = (part = "") => [...part.matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort();
    const { "setup.mjs": _, ...inTable } = rooms;
    for (const [room, { values, types = [] }] of Object.entries(inTable)) {
      const row = text.split("\n").find((line) => line.startsWith(`| \`${room}\` |`));
      const [valuesPart, typesPart] = row?.split("|")[3]?.split("types of") ?? [];
      expect([room, named(valuesPart), named(typesPart)]).toEqual([room, values.toSorted(), types.toSorted()]);
    }
  });

  it("know every room", () => {
    const found = readdirSync(src);
    expect(found.filter((name) => rooms[name] === undefined && !common.includes(name))).toEqual([]);
  });

  it("let nothing be imported that an installed Scalebook lacks", () => {
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, object>;
    // What is optional is asked for when it is used, with the command that installs it.
    const installed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    // The bundle holds what else the program loads; measured processes load the files of their rooms.
    const bundled = [...installed, ...Object.keys(manifest.devDependencies ?? {})];
    const there = (from: string) => (measured.includes(roomOf(from)) ? installed : bundled);
    const packages = imports.filter(({ kind, from }) => kind === "package" && from !== "setup.mjs");
    const lacking = packages.filter(({ from, to }) => !there(from).includes(to));
    expect(lacking.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it("name built-in modules of Node as such", () => {
    expect(imports.filter(({ kind, to }) => kind === "builtin" && !to.startsWith("node:"))).toEqual([]);
  });

  it.each([
    ["stats/mean.ts", 'import { a } from "../record/schema.js";', "stats may not import record"],
    ["record/store.ts", 'import type { A } from "../formats/csv.js";', "record may not import formats"],
    ["runner/launch.ts", 'const host = await import("../trial/host.js");', "runner may import only types of trial"],
    ["runner/launch.ts", 'import type { Reply } from "../trial/messages.js";', undefined],
    [
      "experiments/x.ts",
      'export { b } from "../strategies/index.js";',
      "experiments may import only types of strategies",
    ],
    [
      "experiments/x.ts",
      'import {\n  type A,\n  type B,\n} from "../strategies/index.js";',
      "experiments may import only types",
    ],
    ["cli/run.ts", 'import "../trial/host.js";', "cli may not import trial"],
    ["report/run.ts", 'import { cac } from "cac";', "cac lives in cli"],
    ["analysis/x.ts", 'import * as vega from "vega";', "vega lives in report"],
    ["report/x.ts", 'import type { Spec } from "vega-lite/types/spec.js";', undefined],
    ["trial/host.ts", 'import { z } from "zod";', "trial imports no such package"],
    ["workloads/x.ts", 'import type { Run } from "../record/schema.js";', "workloads may not import record"],
    ["report/charts/x.ts", 'export * from "../../analysis/types.js";', undefined],
    ["experiments/x.ts", 'import type { A } from "../strategies/index.js";', undefined],
    [
      "stats/x.ts",
      '/** import { a } from "../cli/x.js" */\n// import("../cli/x.js")\nimport { b } from "./y.js";',
      undefined,
    ],
    ["trial/x.ts", 'import { UserError } from "../user-error.js";', undefined],
  ])("bite: %s, %j", (from, text, why) => {
    const found = importsOf(text, from);
    expect(found).toHaveLength(1);
    expect(violations(found).join()).toContain(why ?? "");
    expect(violations(found)).toHaveLength(why === undefined ? 0 : 1);
  });
});

describe("there is no cycle, type imports included", () => {
  const edges = imports.filter(({ kind }) => kind === "file").map(({ from, to }) => [from, to] as const);

  it("of files", () => {
    expect(findCycle(edges)?.join(" -> ")).toBeUndefined();
  });

  it("of rooms", () => {
    const between = edges.map(([from, to]) => [roomOf(from), roomOf(to)] as const).filter(([from, to]) => from !== to);
    expect(findCycle(between)?.join(" -> ")).toBeUndefined();
  });

  it("and one would be found", () => {
    expect(
      findCycle([
        ["a", "b"],
        ["b", "c"],
        ["x", "b"],
        ["c", "b"],
      ]),
    ).toEqual(["b", "c", "b"]);
    expect(findCycle([["a", "a"]])).toEqual(["a", "a"]);
    expect(
      findCycle([
        ["a", "b"],
        ["a", "c"],
        ["b", "d"],
        ["c", "d"],
      ]),
    ).toBeUndefined();
  });
});

describe("the house is in order", () => {
  it("has no folder at its top that is not on the plan", () => {
    const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const names = folders.map(({ name }) => name).filter((name) => !name.startsWith("."));
    expect(names.filter((name) => !topLevelFolders.includes(name))).toEqual([]);
  });

  it("uses nothing outside itself: users have no ../shared", () => {
    const shipped = ["src", "templates"].flatMap((folder) =>
      filesUnder(join(root, folder)).map((file) => join(root, folder, file)),
    );
    const texts = [...shipped, join(root, "package.json")].filter((file) =>
      readFileSync(file, "utf8").includes("../shared"),
    );
    expect(texts).toEqual([]);
  });
});
