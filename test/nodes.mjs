/**
 * Runs the tests on each Node that is supported, and prints a count for each: `npm run test:nodes [-- <what vitest takes>]`, such as
 * `npm run test:nodes -- test/stats`; `--only 22,24` runs on these alone. A Node that is missing is fetched once, as the npm package
 * that holds its binary, into .cache/nodes.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const MAJORS = [20, 22, 24, 26];

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, ".cache", "nodes");
const isWindows = process.platform === "win32";

const given = process.argv.slice(2);
const at = given.indexOf("--only");
const [, list = ""] = at < 0 ? [] : given.splice(at, 2);
const majors = at < 0 ? MAJORS : list.split(",").map(Number);
const unknown = majors.find((major) => !MAJORS.includes(major));
if (unknown !== undefined) {
  console.error(`test:nodes: --only is "${list}": give some of ${MAJORS.join(",")}`);
  process.exit(2);
}

run(process.execPath, [join(root, "src", "setup.mjs"), "build"], process.env);
const lines = majors.map(testedOn);
console.log(`\n${lines.join("\n")}`);

/** Runs the tests on one Node; a line with their count. */
function testedOn(major) {
  const node = binaryOf(major);
  const report = join(folder, `report-${major}.json`);
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  // What tests start by its name is the same Node.
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}` };
  const start = performance.now();
  const { status } = spawnSync(
    node,
    [join(root, "node_modules", "vitest", "vitest.mjs"), "run", "--project", "!engines", ...reporters, ...given],
    {
      cwd: root,
      env,
      stdio: "inherit",
    },
  );
  if (status !== 0) process.exitCode = 1;
  const version = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim();
  if (!existsSync(report)) return `Node ${version}: no test was run (exit code ${status})`;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, "utf8"));
  const seconds = Math.round((performance.now() - start) / 1_000);
  const counts = `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped`;
  return `Node ${version}: ${counts} in ${seconds} s`;
}

/** The binary of a major version: the one that runs this, one fetched before, or one fetched now. */
function binaryOf(major) {
  if (Number(process.versions.node.split(".")[0]) === major) return process.execPath;
  const name = `node${major}`;
  const binary = join(folder, "node_modules", name, "bin", isWindows ? "node.exe" : "node");
  if (existsSync(binary)) return binary;
  console.log(`Fetching Node ${major} (once, some 200 MB)`);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, "package.json"))) writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const packageName = `node-${isWindows ? "win" : process.platform}-${process.arch}`;
  const args = ["install", "--no-audit", "--no-fund", "--loglevel=error", `${name}@npm:${packageName}@${major}`];
  const script = process.env.npm_execpath;
  if (script?.endsWith(".js")) run(process.execPath, [script, ...args], process.env, folder);
  else run(isWindows ? "npm.cmd" : "npm", args, process.env, folder);
  return binary;
}

/** Runs a program to its end; ours ends where it fails. */
function run(program, args, env, cwd = root) {
  const { status } = spawnSync(program, args, { cwd, env, stdio: "inherit", shell: program.endsWith(".cmd") });
  if (status !== 0) process.exit(status ?? 1);
}
