import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Run } from "../../.build/record/schema/run-schema.js";
import type { Measure } from "./measures.js";

const main = fileURLToPath(new URL("../../.build/main.js", import.meta.url));

/** Share of a run's wall clock that is neither trials nor calibration nor control cell: what the runner itself takes. */
export async function runnerShare(): Promise<Measure> {
  const dir = mkdtempSync(join(tmpdir(), "scalebook-bench-"));
  try {
    const args = [main, "run", "--budget", "45s", "--runs-dir", dir];
    const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
    if (status !== 0) throw new Error(`the run ended with ${status}`);
    const [file] = readdirSync(dir).filter((name) => name.endsWith(".json"));
    const { plan } = JSON.parse(readFileSync(join(dir, file ?? ""), "utf8")) as Run;
    if (plan === undefined) throw new Error("the run has no plan");
    const measuring = plan.trialsMs + plan.calibrationMs + (plan.controlMs ?? 0);
    const outside = ((plan.wallMs - measuring) / plan.wallMs) * 100;
    return {
      name: "wall clock of a run outside trials",
      unit: "%",
      ours: [outside],
      other: [],
      otherName: "",
      limit: 10,
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
