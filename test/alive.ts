import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Whether a process is there and no zombie: in a container, PID 1 may not reap, and a zombie answers signals. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return stateOf(pid) !== "Z";
}

/** Ids of living processes with this text in their environment; none where there is no /proc. */
export function aliveWithEnvironment(text: string): number[] {
  if (!existsSync("/proc")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return stateOf(pid) !== "Z" && readFileSync(`/proc/${pid}/environ`, "latin1").includes(text);
      } catch {
        return false;
      }
    });
}

function stateOf(pid: number): string | undefined {
  const path = `/proc/${pid}/stat`;
  return existsSync(path) ? readFileSync(path, "latin1").split(") ").at(-1)?.[0] : undefined;
}
