import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { inTurn, type Measure } from "./measures.js";

const main = fileURLToPath(new URL("../../.build/main.js", import.meta.url));

/** `scalebook --help` against the shortest Node program there is. */
export async function cliStart(): Promise<Measure> {
  const figures = await inTurn(
    20,
    async () => time([main, "--help"]),
    async () => time(["-e", "0"]),
  );
  return { name: "scalebook --help", unit: "ms", ...figures, otherName: "node -e 0", limit: 1.5 };
}

function time(args: string[]): number {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}`);
  return performance.now() - start;
}
