/**
 * What the scripts of package.json call: installs what the lock file names when it is not there, compiles what is out
 * of date, then does what was asked. Plain JavaScript without packages, since it runs before there are any; no shell,
 * since it also runs on Windows.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Maps, trees, forces, clouds of words: our charts have none.
const UNUSED = new Set(
  ["crossfilter", "force", "geo", "hierarchy", "label", "regression", "voronoi", "wordcloud"].map(
    (name) => `vega-${name}`,
  ),
);

const leaveOut = {
  name: "leave-out",
  resolveId: (id) => (UNUSED.has(id) ? "\0unused" : null),
  load: (id) => (id === "\0unused" ? "export {};" : null),
};

const LICENCES = "/*! With Vega (BSD-3-Clause, https://vega.github.io/vega) and D3 (ISC, https://d3js.org) */";

/** Files that are started or imported from outside, by their names in the bundle. */
const entries = {
  main: "main.js",
  index: "index.js",
  "watchdog-process": "runner/processes/watchdog-process.js",
  "worker-thread": "report/site/worker-thread.js",
  recorder: "cli/recorder.js",
  "slurm-element": "cli/slurm-element.js",
};

/**
 * What is loaded together, from first to last: what is in several parts is a file of its own. All else is a file where something
 * loads it later.
 */
const parts = {
  start: ["cli/program.js", "app/tool-version.js"],
  folder: ["app/run-folder.js", "cli/options/run-folder.js", "record/folder/run-store.js"],
  record: [
    ...["cli/commands/run-recording.js", "cli/options/command-study.js", "cli/progress/plain-progress.js"],
    ...["runner/machine/machine-identity.js", "runner/processes/git-commit.js", "runner/request/programs.js"],
    ...["runner/trials/commands.js", "runner/trials/host-trial.js"],
  ],
  analyse: ["analysis/analyse-pooled.js", "cli/print/recorded-run.js"],
};

/** Parts of the host in Python. */
const pythonFolder = "src/trial/python";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [mode = "build", ...flags] = process.argv.slice(2);

// Ctrl-C reaches the whole group: the program under way decides what to do, and we pass on how it ended.
process.on("SIGINT", () => {});

const modes = {
  start: () => node(".build/main.js", ["start", ...flags]),
  build: () => {},
  examples: () =>
    node(".build/main.js", ["build", "--runs-dir", "runs/examples", "--out", ".cache/examples", ...flags]),
  test: () => node("node_modules/vitest/vitest.mjs", ["run", "--project", "!engines", ...flags]),
  engines: () => node("node_modules/vitest/vitest.mjs", ["run", "--project", "engines", ...flags]),
  bench: () => bench(),
  check: () => check(),
};
if (!Object.hasOwn(modes, mode)) {
  console.error(`setup: there is no mode ${mode}: ${Object.keys(modes).join(", ")}`);
  process.exit(2);
}
process.chdir(root);
requireNode([20, 19]);
await install();
await compile();
await modes[mode]();

function requireNode(least) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > least[0] || (major === least[0] && minor >= least[1])) return;
  console.error(`Scalebook needs Node ${least.join(".")} or later; this is ${process.versions.node}`);
  process.exit(2);
}

/** Installs what the lock file names and is not there; never through a link, behind which they are somebody else's. */
async function install() {
  if (lstatSync("node_modules", { throwIfNoEntry: false })?.isSymbolicLink()) return;
  if (!existsSync("package-lock.json") || isInstalled()) return;
  await step("Installing packages (once, some 10 s)", () =>
    npm(["ci", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"], "quiet"),
  );
}

/** Whether npm wrote down that it installed every package of the lock file; some are for other platforms. */
function isInstalled() {
  const note = join("node_modules", ".package-lock.json");
  if (!existsSync(note)) return false;
  const packagesOf = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
  const there = packagesOf(note);
  return Object.entries(packagesOf("package-lock.json")).every(
    ([path, { version, optional }]) => path === "" || optional || there[path]?.version === version,
  );
}

/** Does work while a line says what it is and how long it has taken: redrawn on a terminal, else a new one now and then. */
async function step(what, work) {
  const start = performance.now();
  const took = () => `${Math.round((performance.now() - start) / 1_000)} s`;
  const redraws = process.stderr.isTTY === true && process.env.TERM !== "dumb";
  const say = (text) => process.stderr.write(redraws ? `\r\u001b[K${text}` : `${text}\n`);
  say(`${what} ...`);
  const timer = setInterval(() => say(`${what}: ${took()} so far ...`), redraws ? 1_000 : 1_300);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  say(`${what}: ${took()}`);
  if (redraws) process.stderr.write("\n");
}

/** Compiles when a source or a template is newer than the last time. */
async function compile() {
  const stamp = join(".build", ".compiled");
  if (
    existsSync(stamp) &&
    newest("src") < statSync(stamp).mtimeMs &&
    newest("templates") < statSync(stamp).mtimeMs &&
    newestFile("tsconfig.json") < statSync(stamp).mtimeMs
  )
    return;
  await step("Compiling (when the sources changed, some 10 s)", compileAll);
  writeFileSync(stamp, "");
}

async function compileAll() {
  rmSync(".build", { recursive: true, force: true });
  await node("node_modules/typescript/bin/tsc", ["-p", "."]);
  joinPythonHost();
  await node(".build/app/write-schemas.js", []);
  await bundle();
  await bundleTypes();
  await bundleExplorer();
  await node(".build/report/html/precompile-templates.js", []);
  writeFileSync(join(".build", "program-hash"), hashOf(".build"));
}

/**
 * Gathers the program, its threads and the module that other programs import into a few files, with the packages that they
 * load: 160 small files take 60 ms longer to load, and Vega's 100 as much again. Dependencies stay beside the bundle, but
 * for Vega, of which it has the used part; measured processes load the single files.
 */
async function bundle() {
  const { rolldown } = await import("rolldown");
  const { dependencies, peerDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  const beside = Object.keys({ ...dependencies, ...peerDependencies }).filter((n) => n !== "vega");
  const program = await rolldown({
    input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, `./.build/${path}`])),
    platform: "node",
    external: (id) => beside.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [leaveOut],
    // What is loaded late in one place and at once in another is meant so.
    checks: { ineffectiveDynamicImport: false },
  });
  const { output } = await program.write({
    dir: ".build/bundle",
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    codeSplitting: { groups: groupsOf(parts) },
  });
  await program.close();
  writeFileSync(
    join(".build", "bundle", "LICENCES.txt"),
    licencesOf(output.flatMap(({ moduleIds = [] }) => moduleIds)),
  );
  for (const [name, path] of Object.entries(entries)) {
    const up = "../".repeat(path.split("/").length - 1) || "./";
    const first = name === "main" ? "#!/usr/bin/env node\n" : "";
    writeFileSync(join(".build", path), `${first}export * from "${up}bundle/${name}.js";\n`);
  }
}

/** Groups of modules by the parts that import them, those of most parts first; the first part is never split. */
function groupsOf(parts) {
  const [first, ...others] = Object.keys(parts);
  const sets = others.reduce((all, part) => all.concat(all.map((set) => [...set, part])), [[]]).slice(1);
  const keys = [first, ...sets.sort((a, b) => b.length - a.length).map((set) => set.join("-"))];
  let keyOf;
  const name = (key) => (id, context) => {
    keyOf ??= keysOf(parts, context);
    return keyOf.get(id) === key ? key : null;
  };
  return keys.map((key, place) => ({ debugName: key, name: name(key), priority: keys.length - place }));
}

function keysOf(parts, context) {
  const partsOf = new Map();
  const add = (part, id) => {
    const own = partsOf.get(id) ?? [];
    if (own.includes(part)) return;
    partsOf.set(id, [...own, part]);
    for (const imported of context.getModuleInfo(id)?.importedIds ?? []) add(part, imported);
  };
  for (const [part, paths] of Object.entries(parts)) {
    for (const path of paths) {
      const id = join(root, ".build", path);
      if (context.getModuleInfo(id) === null) throw new Error(`${path} is no part of the bundle`);
      add(part, id);
    }
  }
  const [first] = Object.keys(parts);
  return new Map([...partsOf].map(([id, own]) => [id, own[0] === first ? first : own.join("-")]));
}

/** Licences of the packages that modules belong to. */
function licencesOf(modules) {
  const folders = new Set(
    modules.flatMap((id) => /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id)?.[1] ?? []),
  );
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    return `${name} ${version}: ${license}\n\n${file === undefined ? "" : readFileSync(join(folder, file), "utf8")}`;
  });
  return texts.join("\n\n");
}

/** Gathers the types of what programs import, those of packages among them, into one file. */
async function bundleTypes() {
  const [{ rolldown }, { dts }] = await Promise.all([import("rolldown"), import("rolldown-plugin-dts")]);
  const types = await rolldown({
    input: "./.build/index.d.ts",
    plugins: [dts({ dtsInput: true, resolve: true, oxc: true, tsconfig: false })],
    external: /^node:|[\\/]locales[\\/]/,
    checks: { pluginTimings: false },
  });
  await types.write({ dir: ".build" });
  await types.close();
}

/** Joins the parts of the host in Python to one file, each after those that it imports: any interpreter starts it by its path. */
function joinPythonHost() {
  const joined = new Map();
  const add = (part) => {
    if (joined.has(part)) return;
    joined.set(part, "");
    const text = readFileSync(join(pythonFolder, `${part}.py`), "utf8");
    const alone = text.replace(/^from (\w+) import .*\n/gm, (line, name) => {
      if (!existsSync(join(pythonFolder, `${name}.py`))) return line;
      add(name);
      return "";
    });
    joined.delete(part);
    joined.set(part, alone);
  };
  add("host");
  mkdirSync(join(".build", "trial", "python"), { recursive: true });
  writeFileSync(join(".build", "trial", "python", "host.py"), [...joined.values()].join("\n\n"));
}

/** Of all compiled files: what tells one state of the program from another. */
function hashOf(folder) {
  // Charts also depend on the packages that draw them.
  const hash = createHash("sha256").update(readFileSync("package.json"));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).sort((a, b) =>
    pathOf(a) < pathOf(b) ? -1 : 1,
  )) {
    if (entry.isFile() && /\.(?:js|py)$/.test(entry.name)) hash.update(entry.name).update(readFileSync(pathOf(entry)));
  }
  return hash.digest("hex");
}

function pathOf({ parentPath, path, name }) {
  return join(parentPath ?? path, name);
}

/** Gathers what runs in a reader's browser, Vega included, into one classic script. */
async function bundleExplorer() {
  const { rolldown } = await import("rolldown");
  const explorer = await rolldown({
    input: "./src/report/browser/explore.ts",
    platform: "browser",
    plugins: [leaveOut],
  });
  await explorer.write({ file: ".build/assets/explore.js", format: "iife", minify: true, banner: LICENCES });
  await explorer.close();
}

async function bench() {
  await node("node_modules/typescript/bin/tsc", ["-p", "test/bench"]);
  // A long one has a name of its own: `npm run bench -- honesty --minutes 10`.
  const [name, ...rest] = flags;
  const named = [
    "honesty",
    "gate",
    "versions",
    "archive",
    "history-rules",
    "referee",
    "builds",
    "faults",
    "fuzz",
    "kills",
    "queue",
    "queue-faults",
    "bombs",
    "soak",
    "hosts",
  ];
  if (named.includes(name)) await node(`.cache/bench/${name}.js`, rest);
  else await node(".cache/bench/bench.js", flags);
}

async function check() {
  await node("node_modules/typescript/bin/tsc", ["-p", "test"]);
  await node("node_modules/typescript/bin/tsc", ["-p", "src/report/browser"]);
  await node("node_modules/@biomejs/biome/bin/biome", ["ci", "--error-on-warnings"]);
  await checkPython();
  await node("node_modules/knip/bin/knip.js", []);
  // Without the tests: code that only they use is unused.
  await node("node_modules/knip/bin/knip.js", ["--production"]);
}

/** Lints the parts of the host in Python, and holds them to the syntax of the oldest version that may run them. */
async function checkPython() {
  const { PositionEncoding, Workspace } = await import("@astral-sh/ruff-wasm-nodejs");
  const rules = { "line-length": 120, "target-version": "py39", lint: { select: ["B", "E", "F", "I", "UP"] } };
  const ruff = new Workspace(rules, PositionEncoding.Utf16);
  const faults = readdirSync(pythonFolder).flatMap((name) => {
    const text = readFileSync(join(pythonFolder, name), "utf8");
    const found = ruff.check(text).map(({ start_location: { row }, message }) => `${row}: ${message}`);
    return [...found, ...(ruff.format(text) === text ? [] : ["1: not as ruff format has it"])].map(
      (fault) => `${pythonFolder}/${name}:${fault}`,
    );
  });
  if (faults.length === 0) return;
  console.error(faults.join("\n"));
  process.exit(1);
}

function newest(folder) {
  return Math.max(
    statSync(folder).mtimeMs,
    ...readdirSync(folder, { withFileTypes: true }).map((entry) =>
      entry.isDirectory() ? newest(join(folder, entry.name)) : newestFile(join(folder, entry.name)),
    ),
  );
}

function newestFile(path) {
  return statSync(path).mtimeMs;
}

async function npm(args, how) {
  const script = process.env.npm_execpath;
  if (script !== undefined) return node(script, args, how);
  // Outside an npm script there is only the command, which on Windows is a batch file.
  const isBatch = process.platform === "win32";
  return run(isBatch ? "npm.cmd" : "npm", args, { shell: isBatch, how });
}

async function node(script, args, how = "shown") {
  return run(process.execPath, [script, ...args], { shell: false, how });
}

/** Runs a program to its end; ours ends with its exit code if that is not 0. `quiet`: only its errors are shown. */
async function run(command, args, { shell, how }) {
  const stdio = how === "quiet" ? ["inherit", "ignore", "inherit"] : "inherit";
  const child = spawn(command, args, { stdio, shell });
  const [status, signal] = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (...end) => resolve(end));
  });
  if (signal !== null) process.exit(signal === "SIGINT" ? 130 : 1);
  if (status !== 0) process.exit(status ?? 1);
}
