import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Measure } from "./measures.js";
import { peakOf } from "./peak-memory.js";

const runs = fileURLToPath(new URL("../../runs/examples", import.meta.url));
const main = fileURLToPath(new URL("../../.build/main.js", import.meta.url));

/** What the site of this project's runs weighs: the heaviest page with all that it loads, and the memory that its build takes. */
export async function siteWeight(): Promise<Measure[]> {
  const dir = mkdtempSync(join(tmpdir(), "scalebook-bench-"));
  try {
    cpSync(runs, join(dir, "runs"), { recursive: true });
    const args = [main, "build", "--runs-dir", join(dir, "runs"), "--out", join(dir, "site")];
    const env = { ...process.env, SCALEBOOK_CACHE: join(dir, "cache") };
    const peak = await peakOf(spawn(process.execPath, args, { stdio: "ignore", env }));
    const none = { other: [], otherName: "" };
    return [
      { ...none, name: "heaviest page, gzipped, with style and script", unit: "kB", ours: [heaviest(dir)], limit: 60 },
      ...(peak === null
        ? []
        : [{ ...none, name: "memory of a build of all runs", unit: "MB" as const, ours: [peak], limit: null }]),
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function heaviest(dir: string): number {
  const kilobytes = (path: string) => gzipSync(readFileSync(path)).length / 1_000;
  const site = join(dir, "site");
  const all = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".html"));
  const beside = ["site.css", "site.js"].reduce((sum, name) => sum + kilobytes(join(site, "assets", name)), 0);
  return Math.max(...all.map((path) => kilobytes(join(site, path)))) + beside;
}
