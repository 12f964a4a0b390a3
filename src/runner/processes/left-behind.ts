import { basename } from "node:path";
import { orNull, type ProcessTable } from "./system.js";

/** Variable by which what a trial started is found, also where it left the group of its process (`setsid`). */
const MARK = "SCALEBOOK_MARK";
/** What is being ended may start others meanwhile. */
const ROUNDS = 5;

/** The environment with the mark of a recording, which has its folder of temporary files to itself. */
export function marked(environment: Record<string, string>, folder: string): Record<string, string> {
  return { ...environment, [MARK]: basename(folder) };
}

/** The environment without a mark: what a hook starts may be meant to stay. */
export function unmarked({ [MARK]: _, ...environment }: Record<string, string>): Record<string, string> {
  return environment;
}

/** The mark of the processes of a recording, as it stands in their environment. */
export function markOf(folder: string): string {
  return `${MARK}=${basename(folder)}`;
}

/**
 * Ends the processes that carry the mark, and gives their names. Where there is no /proc none is found.
 *
 * @param known ids of processes that need no look, as they were looked at before; becomes those that are there now
 * @param ended groups that were ended already: their last processes may still be there, and left nothing
 */
export function endMarked(
  mark: string,
  processes: ProcessTable,
  { known, ended }: { known: Set<string>; ended: ReadonlySet<number> },
): string[] {
  const names: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const there = processIds(processes);
    const found = there.filter((pid) => !known.has(pid) && environmentOf(pid, processes).includes(mark));
    known.clear();
    for (const pid of there) known.add(pid);
    for (const pid of found) names.push(...endGroupOf(pid, processes, ended));
    if (found.length === 0) break;
  }
  return names;
}

/** Ids of all processes of the machine. */
export function processIds(processes: ProcessTable): string[] {
  return (orNull(() => processes.readFolder("/proc")) ?? []).filter((name) => /^\d+$/.test(name));
}

function environmentOf(pid: string, processes: ProcessTable): string[] {
  return (orNull(() => processes.readText(`/proc/${pid}/environ`)) ?? "").split("\0");
}

/** Ends the group that a marked process is in: it was made by a marked one, as all of them left the runner's. */
function endGroupOf(pid: string, processes: ProcessTable, ended: ReadonlySet<number>): string[] {
  const stat = orNull(() => processes.readText(`/proc/${pid}/stat`));
  if (stat === null) return [];
  // The third field after the name in brackets, which may hold anything (proc(5)).
  const group = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]);
  if (!(group > 1) || ended.has(group)) return [];
  processes.endTree(group);
  // A process names itself.
  return [stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")")).replace(/[^\x20-\x7e]/g, "?")];
}
