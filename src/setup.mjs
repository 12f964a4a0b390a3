/**
 * What the scripts of package.json call: installs what the lock file names when it is not there, compiles what is out
 * of date, then does what was asked. Plain JavaScript without packages, since it runs before there are any; no shell,
 * since it also runs on Windows.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
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
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [mode = "build", ...flags] = process.argv.slice(2);

// Ctrl-C reaches the whole group: the program under way decides what to do, and we pass on how it ended.
process.on("SIGINT", () => {});

const modes = {
  start: () => node(".build/main.js", ["start", ...flags]),
  build: () => {},
  examples: () =>
    node(".build/main.js", ["build", "--runs-dir", "runs/examples", "--out", ".cache/examples", ...flags]),
  test: () => node("node_modules/vitest/vitest.mjs", ["run", ...flags]),
  bench: () => bench(),
  check: () => check(),
};
if (!Object.hasOwn(modes, mode)) {
  console.error(`setup: there is no mode ${mode}: ${Object.keys(modes).join(", ")}`);
  process.exit(2);
}
process.chdir(root);
requireNode([20, 19]);
install();
await compile();
modes[mode]();

function requireNode(least) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > least[0] || (major === least[0] && minor >= least[1])) return;
  console.error(`Scalebook needs Node ${least.join(".")} or later; this is ${process.versions.node}`);
  process.exit(2);
}

/** Installs once for each state of the lock file; never through a link, behind which they are somebody else's. */
function install() {
  if (lstatSync("node_modules", { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const stamp = join("node_modules", ".scalebook-installed");
  const wanted = createHash("sha256").update(readFileSync("package-lock.json")).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  if (!existsSync("package-lock.json")) return;
  console.error("Installing packages (only when the lock file changed) ...");
  npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(stamp, wanted);
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
  rmSync(".build", { recursive: true, force: true });
  node("node_modules/typescript/bin/tsc", ["-p", "."]);
  node(".build/app/write-schemas.js", []);
  await bundle();
  await bundleTypes();
  await bundleExplorer();
  node(".build/report/html/precompile-templates.js", []);
  writeFileSync(join(".build", "program-hash"), hashOf(".build"));
  writeFileSync(stamp, "");
}

/**
 * Gathers the program, its threads and the module that other programs import into a few files, with the packages that they
 * load: 160 small files take 60 ms longer to load, and Vega's 100 as much again. Dependencies stay beside the bundle, but
 * for Vega, of which it has the used part; measured processes load the single files.
 */
async function bundle() {
  const { rolldown } = await import("rolldown");
  const beside = Object.keys(JSON.parse(readFileSync("package.json", "utf8")).dependencies).filter((n) => n !== "vega");
  const program = await rolldown({
    input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, `./.build/${path}`])),
    platform: "node",
    external: (id) => beside.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [leaveOut],
  });
  const { output } = await program.write({
    dir: ".build/bundle",
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
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

/** Of all compiled files: what tells one state of the program from another. */
function hashOf(folder) {
  // Charts also depend on the packages that draw them.
  const hash = createHash("sha256").update(readFileSync("package.json"));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).sort((a, b) =>
    pathOf(a) < pathOf(b) ? -1 : 1,
  )) {
    if (entry.isFile() && entry.name.endsWith(".js")) hash.update(entry.name).update(readFileSync(pathOf(entry)));
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

function bench() {
  node("node_modules/typescript/bin/tsc", ["-p", "test/bench"]);
  // A long one has a name of its own: `npm run bench -- honesty --minutes 10`.
  const [name, ...rest] = flags;
  if (["honesty", "gate", "archive", "history-rules", "referee"].includes(name)) node(`.cache/bench/${name}.js`, rest);
  else node(".cache/bench/bench.js", flags);
}

function check() {
  node("node_modules/typescript/bin/tsc", ["-p", "test"]);
  node("node_modules/typescript/bin/tsc", ["-p", "src/report/browser"]);
  node("node_modules/@biomejs/biome/bin/biome", ["ci", "--error-on-warnings"]);
  node("node_modules/knip/bin/knip.js", []);
  // Without the tests: code that only they use is unused.
  node("node_modules/knip/bin/knip.js", ["--production"]);
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

function npm(args) {
  const script = process.env.npm_execpath;
  // Outside an npm script there is only the command, which on Windows is a batch file.
  if (script === undefined) run(process.platform === "win32" ? "npm.cmd" : "npm", args, process.platform === "win32");
  else node(script, args);
}

function node(script, args) {
  run(process.execPath, [script, ...args], false);
}

/** Runs a program to its end; ours ends with its exit code if that is not 0. */
function run(command, args, shell) {
  const { status, signal, error } = spawnSync(command, args, { stdio: "inherit", shell });
  if (error !== undefined) throw error;
  if (signal !== null) process.exit(signal === "SIGINT" ? 130 : 1);
  if (status !== 0) process.exit(status ?? 1);
}
