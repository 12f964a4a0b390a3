import type { Given } from "./command.js";

const REPEATED = ["workers", "strategies", "sizes", "tasks", "blocks", "budget", "timeout", "study"];

/** The command that records such a run again: what was asked for, with the seed that was used. */
export function commandLine(given: Given, seed: number): string {
  const options = REPEATED.flatMap((name) => {
    const value = given.text(name);
    return value === undefined ? [] : [`--${name}`, value];
  });
  const all = given.has("all") ? ["--all"] : [];
  return ["scalebook", "run", ...given.positionals, ...all, ...options, "--seed", String(seed)].map(quoted).join(" ");
}

/** Quoted for a POSIX shell where it must be. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
