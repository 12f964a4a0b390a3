import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { inTurn, type Measure } from "./measures.js";

const main = fileURLToPath(new URL("../../.build/main.js", import.meta.url));
const TIMES = 5;

/**
 * A whole `scalebook run --command` against the same by hyperfine, with the control cell that hyperfine has not (up to a
 * twentieth of the run) and without it; `null` where hyperfine is not installed.
 */
export async function commandOverhead(): Promise<Measure[] | null> {
  if (spawnSync("hyperfine", ["--version"], { stdio: "ignore" }).status !== 0) return null;
  const dir = mkdtempSync(join(tmpdir(), "scalebook-bench-"));
  const args = ["run", "--command", "env W={workers} sleep 0.05", "--workers", "1,2,4,6,8", "--blocks", "10"];
  const theirs = ["-N", "-r", "10", "-L", "x", "1,2,4,6,8", "env W={x} sleep 0.05"];
  try {
    const against = (more: string[]) =>
      inTurn(
        TIMES,
        async () => time(process.execPath, [main, ...args, ...more], dir),
        async () => time("hyperfine", theirs, dir),
      );
    const common = { unit: "ms" as const, otherName: "hyperfine" };
    return [
      { ...common, ...(await against(["--control", "0%"])), name: "50 runs of a command", limit: 1.06 },
      { ...common, ...(await against([])), name: "50 runs of a command, with the control cell", limit: 1.12 },
    ];
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
