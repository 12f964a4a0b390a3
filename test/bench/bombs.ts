/**
 * What files cost that were made to cost much: `npm run bench -- bombs [--only "10,000 cells"] [--command build] [--most 120]`. Each
 * lies alone in a folder, each command starts with nothing known, and one that takes more than so many seconds is ended. Seconds
 * that passed, seconds of CPU, and the most memory; the limit is 2 s and 200 MB more than an ordinary run takes.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { BOMBS } from "./bombs/files.js";
import { numberOption, textOption } from "./options.js";

const main = fileURLToPath(new URL("../../.build/main.js", import.meta.url));
const [only, command, most] = [textOption("--only"), textOption("--command"), numberOption("--most", 120)];
/** Loaded into the program: says at its end what it used. */
const TELLS = `import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
if (isMainThread) process.on("exit", () => writeFileSync(process.env.BOMB_USAGE, JSON.stringify(process.resourceUsage())));`;

for (const [name, { write, commands }] of Object.entries(BOMBS)) {
  if (only !== undefined && only !== name) continue;
  const folder = mkdtempSync(join(tmpdir(), "scalebook-bomb-"));
  try {
    const path = write(join(folder, "runs"));
    for (const words of commands) {
      if (command !== undefined && words[0] !== command) continue;
      console.log(`| ${name} | ${words[0]} | ${costOf(folder, words, path)} |`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function costOf(folder: string, words: readonly string[], path: string): string {
  const places = { RUNS: join(folder, "runs"), SITE: join(folder, "site"), FILE: path };
  const args = words.map((word) => word.replace(/RUNS|SITE|FILE/, (place) => places[place as keyof typeof places]));
  const usage = join(folder, "usage.json");
  rmSync(usage, { force: true });
  rmSync(join(folder, "cache"), { recursive: true, force: true });
  const start = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(TELLS)}`, main, ...args],
    {
      env: { ...process.env, SCALEBOOK_CACHE: join(folder, "cache"), BOMB_USAGE: usage },
      stdio: ["ignore", "ignore", "pipe"],
      encoding: "utf8",
      timeout: most * 1_000,
      killSignal: "SIGKILL",
    },
  );
  const seconds = (performance.now() - start) / 1_000;
  if (!existsSync(usage)) return `ended after ${seconds.toFixed(0)} s`;
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(usage, "utf8")) as NodeJS.ResourceUsage;
  const said = stderr.replaceAll(folder, "").trim().split("\n").at(-1)?.slice(0, 100);
  const cpu = ((userCPUTime + systemCPUTime) / 1e6).toFixed(1);
  return `${seconds.toFixed(1)} s | ${cpu} s | ${(maxRSS / 1_024).toFixed(0)} MB | ${status}${status === 0 ? "" : ` ${said}`}`;
}
