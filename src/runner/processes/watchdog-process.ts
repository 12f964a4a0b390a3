import { readSync, rmSync } from "node:fs";
import { endMarked } from "./left-behind.js";
import { realSystem } from "./system.js";

/**
 * Waits for the end of its input, which is the end of the runner, and ends the processes that the file names and those that
 * carry the mark. Then it removes the folder. The runner ends it when it ends properly.
 */
const [mark = "", folder = ""] = process.argv.slice(2);
/** Handed over open: what runs may remove the file. */
const FILE = 3;
process.stdin.resume();
process.stdin.on("end", () => {
  const { processes } = realSystem;
  for (const pid of guarded()) processes.endTree(pid);
  endMarked(mark, processes, { known: new Set(), ended: new Set() });
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

function guarded(): number[] {
  const bytes = Buffer.alloc(4_096);
  return bytes
    .toString("latin1", 0, readSync(FILE, bytes, 0, bytes.length, 0))
    .split(" ")
    .filter(Boolean)
    .map(Number);
}
