import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { parseRunText } from "../../../src/record/schema/parse-run.js";
import { folderOfRuns } from "./in-process.js";

const { dir, scalebook } = folderOfRuns();
afterEach(() => vi.restoreAllMocks());

it.skipIf(process.platform === "win32")(
  "a clock that is set back during a recording is told, and the run is kept",
  async () => {
    const marker = join(dir, "marker");
    const now = Date.now;
    vi.spyOn(Date, "now").mockImplementation(() => now() - (existsSync(marker) ? 3_600_000 : 0));
    const runsDir = join(dir, "runs");
    const args = ["--command", `touch ${marker}`, "--blocks", "2", "--runs-dir", runsDir];
    const { exitCode, err } = await scalebook("run", ...args);
    expect(exitCode).toBe(0);
    expect(err).toContain("The clock was set back by 60 min: what was measured meanwhile is marked");

    const [file = ""] = readdirSync(runsDir);
    const run = parseRunText(readFileSync(join(runsDir, file), "utf8"), file);
    expect(run.conditions?.disturbances).toEqual([
      { kind: "clock-set", block: 0, position: 0, byMs: expect.any(Number) },
    ]);
    expect(run.experiments[0]?.cells[0]?.trials.map(({ disturbed }) => disturbed)).toEqual([["clock-set"], undefined]);
    const tookMs = Date.parse(run.finishedAt) - Date.parse(run.startedAt);
    expect(tookMs).toBeGreaterThanOrEqual(0);
    expect(tookMs).toBeLessThan(60_000);
  },
);
