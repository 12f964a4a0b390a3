import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileHosts } from "../../.build/runner/hosts/compile-hosts.js";
import { hostWords } from "../../.build/runner/hosts/host-words.js";
import { findInterpreters } from "../../.build/runner/hosts/interpreters.js";
import { openHosts } from "./host.js";
import { inTurn, type Measure } from "./measures.js";

const TIMES = 10;
const WORKERS = 2;
const TASKS = 8;
const N = 150_000;

/** A pool of processes in Python's host against the same work in a pool written by hand; nothing without Python. */
export async function pythonPool(): Promise<Measure | undefined> {
  if (spawnSync("python3", ["--version"]).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "scalebook-bench-"));
  const hosts = openHosts();
  try {
    const interpreters = await compileHosts(await findInterpreters("python"), folder, {});
    const words = hostWords({ runtime: "python" }, interpreters);
    const script = fileURLToPath(new URL("../../test/bench/pool_by_hand.py", import.meta.url));
    const [program = ""] = interpreters.map(({ executable }) => executable);
    const spec = { strategy: "process-pool", workers: WORKERS, tasks: TASKS, n: N };
    const figures = await inTurn(
      TIMES,
      async () => (await hosts.time(spec, words)).wallMs,
      async () => {
        const args = ["-B", script, String(WORKERS), String(TASKS), String(N)];
        return Number(execFileSync(program, args, { env: hosts.environment, encoding: "utf8" }));
      },
    );
    const name = `Python, process pool, ${TASKS} tasks of ${N} draws on ${WORKERS} workers`;
    return { name, unit: "ms", ...figures, otherName: "multiprocessing.Pool by hand", limit: 1.05 };
  } finally {
    hosts.close();
    rmSync(folder, { recursive: true });
  }
}
