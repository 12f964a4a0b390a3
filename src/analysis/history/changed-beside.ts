import type { RunFacts } from "../../record/folder/run-facts.js";

/** Something recorded that differs between a run and the one before it in a series. */
export interface Beside {
  what: string;
  from: string;
  to: string;
}

type Describe = (run: RunFacts) => string | null | undefined;

/** What may change within a series, whose machine kind, Node major and study definition are one; likeliest first. */
const ASPECTS: Record<string, Describe> = {
  "the measured project's commit": ({ commit }) =>
    commit && `${commit.hash.slice(0, 12)}${commit.dirty ? " with local changes" : ""}`,
  Node: ({ software }) => software.node,
  "Node options": ({ software }) => software.execArgv && (software.execArgv.join(" ") || "none"),
  "recorded with": ({ software: { tool } }) => `${tool.name} ${tool.version}`,
  kernel: ({ machine }) => machine.osRelease,
  machine: ({ machine }) => `${machine.name} (${machine.id})`,
  "CPU governor": ({ machine }) => machine.governor,
  "scratch file system": ({ machine }) => machine.scratchFileSystem,
};

/** What differs from `before` to `after`; a figure that one of them does not give is no difference. */
export function changedBeside(before: RunFacts, after: RunFacts): Beside[] {
  return Object.entries(ASPECTS).flatMap(([what, describe]) => {
    const [from, to] = [describe(before), describe(after)];
    return from && to && from !== to ? [{ what, from, to }] : [];
  });
}
