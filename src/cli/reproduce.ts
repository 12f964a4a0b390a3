import type { Given } from "./command.js";

const REPEATED = [
  ...["all", "study", "module", "command", "shell", "bound", "setup", "prepare", "cleanup"],
  ...["workers", "strategies", "sizes", "task-time", "tasks", "launch", "pool", "scheduling", "node", "heap"],
  ...["blocks", "budget", "timeout"],
];

/** The command that records such a run again: what was asked for, with the seed that was used. */
export function commandLine(given: Given, seed: number): string {
  const options = REPEATED.flatMap((name) => {
    const value = given.text(name);
    if (value !== undefined) return [`--${name}`, value];
    return given.has(name) ? [`--${name}`] : [];
  });
  return ["scalebook", "run", ...given.positionals, ...options, "--seed", String(seed)].map(quoted).join(" ");
}

/** Quoted for a POSIX shell where it must be. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
