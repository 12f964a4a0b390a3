import { openSync, readSync } from "node:fs";

// Linux counts the CPU of other processes in ticks of 1/100 s, whatever the kernel's own tick is.
const TICK_MS = 10;
const LONGEST = 1_024;

interface Stat {
  fd: number;
  bytes: Buffer;
}

let stat: Stat | null | undefined;

/**
 * CPU of this process's children that have ended, and of all that those waited for: what grows by a command's whole
 * tree when the command ends. In ms; `null` where the platform has no /proc.
 */
export function reapedCpu(): { userMs: number; sysMs: number } | null {
  // Kept open: it is read right before and after what is timed.
  if (stat === undefined) stat = openStat();
  if (stat === null) return null;
  const length = readSync(stat.fd, stat.bytes, 0, LONGEST, 0);
  const text = stat.bytes.toString("latin1", 0, length);
  // Counted after the name in brackets, which may hold anything: fields 16 and 17 (proc(5)).
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ", 15);
  return { userMs: Number(fields[13]) * TICK_MS, sysMs: Number(fields[14]) * TICK_MS };
}

function openStat(): Stat | null {
  if (process.platform !== "linux") return null;
  try {
    return { fd: openSync("/proc/self/stat", "r"), bytes: Buffer.alloc(LONGEST) };
  } catch {
    return null;
  }
}
