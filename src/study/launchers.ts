import { basename } from "node:path";

/**
 * Programs that have others started where this machine does not see them, as on the nodes of a cluster. METHOD.md lists them for
 * users.
 */
const LAUNCHERS = ["srun", "mpirun", "mpiexec", "orterun", "prterun", "prun", "aprun", "jsrun", "ssh"];
/** What may stand before the program that is started: other programs that give way to it, and variables. */
const BEFORE = /^(?:env|exec|nice|nohup|time|command|\w+=.*)$/;

/**
 * The program by which a command has its work started elsewhere; `null` where it does the work itself. What such a program takes
 * of CPU and memory is its own, not that of the work.
 *
 * @param line a command line, of a shell or not; of several commands the first such program counts
 */
export function launcherIn(line: string): string | null {
  for (const part of line.split(/[;&|()\n]+/)) {
    const first = part
      .trim()
      .split(/\s+/)
      .find((word) => !BEFORE.test(word));
    const name = basename((first ?? "").replace(/^["']|["']$/g, ""));
    if (LAUNCHERS.includes(name)) return name;
  }
  return null;
}
