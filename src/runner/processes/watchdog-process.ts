import { readFileSync } from "node:fs";
import { realSystem } from "./system.js";

/** Waits for the end of its input, which is the end of the runner, and ends the processes that the file names. */
process.stdin.resume();
process.stdin.on("end", () => {
  for (const pid of guarded(process.argv[2] ?? "")) realSystem.processes.endTree(pid);
});

/** The runner takes the file away with its folder when it ends properly. */
function guarded(path: string): number[] {
  try {
    return readFileSync(path, "latin1").split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
