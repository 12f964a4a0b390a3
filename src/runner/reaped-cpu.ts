import { readFileSync } from "node:fs";

// Linux counts the CPU of other processes in ticks of 1/100 s, whatever the kernel's own tick is.
const TICK_MS = 10;

/**
 * CPU of this process's children that have ended, and of all that those waited for: what grows by a command's whole
 * tree when the command ends. In ms; `null` where the platform has no /proc.
 */
export function reapedCpu(): { userMs: number; sysMs: number } | null {
  try {
    const stat = readFileSync("/proc/self/stat", "latin1");
    // Counted after the name in brackets, which may hold anything: fields 16 and 17 (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { userMs: Number(fields[13]) * TICK_MS, sysMs: Number(fields[14]) * TICK_MS };
  } catch {
    return null;
  }
}
