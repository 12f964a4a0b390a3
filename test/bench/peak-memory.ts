import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** The most that a process had in memory, in MB; `null` where the system does not tell. */
export async function peakOf(child: ChildProcess, look: () => void = () => undefined): Promise<number | null> {
  let peak: number | null = null;
  const watch = setInterval(() => {
    peak = Math.max(peak ?? 0, residentMb(child.pid) ?? 0) || null;
    look();
  }, 20);
  const code = await new Promise((resolve) => child.on("exit", resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`the process ended with ${code}`);
  return peak;
}

/** The most that a process ever had in memory, its threads included, in MB. */
function residentMb(pid: number | undefined): number | null {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return null;
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(path, "utf8")) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) / 1_024;
  } catch {
    return null;
  }
}
