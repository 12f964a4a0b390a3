import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { inTurn, type Measure } from "./measures.js";

const main = fileURLToPath(new URL("../../.build/main.js", import.meta.url));
const TIMES = 5;

/** A whole `scalebook run --command` against the same by hyperfine; `null` where that is not installed. */
export async function commandOverhead(): Promise<Measure | null> {
  if (spawnSync("hyperfine", ["--version"], { stdio: "ignore" }).status !== 0) return null;
  const dir = mkdtempSync(join(tmpdir(), "scalebook-bench-"));
  const args = ["run", "--command", "env W={workers} sleep 0.05", "--workers", "1,2,4,6,8", "--blocks", "10"];
  const theirs = ["-N", "-r", "10", "-L", "x", "1,2,4,6,8", "env W={x} sleep 0.05"];
  try {
    const figures = await inTurn(
      TIMES,
      async () => time(process.execPath, [main, ...args], dir),
      async () => time("hyperfine", theirs, dir),
    );
    return { name: "50 runs of a command", unit: "ms", ...figures, otherName: "hyperfine", limit: 1.15 };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function time(program: string, args: string[], cwd: string): number {
  const start = performance.now();
  const { status } = spawnSync(program, args, { cwd, stdio: "ignore" });
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
  return performance.now() - start;
}
