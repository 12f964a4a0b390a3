import type { Run } from "../record/schema.js";
import type { Comparison } from "./types.js";
import { level } from "./words.js";

type Describe = (run: Run) => string | null | undefined;

/** What must be equal before a ratio of two runs says something about one program; in order of weight. */
const ASPECTS: Record<string, Describe> = {
  machine: ({ machine }) => machine.name,
  processor: ({ machine }) => machine.cpuModel,
  "hardware threads": ({ machine }) => text(machine.logicalCores),
  "usable cores": ({ machine }) => text(machine.availableParallelism),
  "CPU quota": ({ machine }) => (machine.quotaCores === undefined ? undefined : (text(machine.quotaCores) ?? "none")),
  memory: ({ machine }) =>
    typeof machine.memoryBytes === "number" ? `${(machine.memoryBytes / 2 ** 30).toFixed(1)} GiB` : null,
  platform: ({ machine }) => machine.platform && [machine.platform, machine.arch].filter(Boolean).join(" "),
  virtualisation: ({ machine }) => machine.virtualisation,
  "scratch file system": ({ machine }) => machine.scratchFileSystem,
  "Node major": ({ software }) => software.node?.match(/\d+/)?.[0],
  study: ({ study }) => study,
  "study definition": ({ studyHash }) => studyHash?.slice(0, 12),
  "task sizes": calibratedSizes,
};

/**
 * Differences that forbid reading the ratios as one program's change. A figure that one of the runs does not give is no
 * difference.
 */
export function differencesOf(a: Run, b: Run): Comparison["differences"] {
  const differences = Object.entries(ASPECTS).flatMap(([what, describe]) => {
    const [inA, inB] = [describe(a), describe(b)];
    return inA && inB && inA !== inB ? [{ what, a: inA, b: inB }] : [];
  });
  const sameName = a.machine.name === b.machine.name && a.machine.id !== b.machine.id;
  const other = { what: "machine", a: `${a.machine.name} (${a.machine.id})`, b: `${b.machine.name} (${b.machine.id})` };
  return sameName ? [other, ...differences] : differences;
}

/** "workers/random-loop: N = 1,200,000": sizes chosen per machine make equal labels mean unequal work. */
function calibratedSizes({ calibration }: Run): string | null {
  if (!calibration || calibration.length === 0) return null;
  return calibration
    .map(({ experiment, workload, n }) => `${experiment}/${workload}: N = ${level(n)}`)
    .sort()
    .join("; ");
}

function text(figure: number | null | undefined): string | null | undefined {
  return typeof figure === "number" ? String(figure) : figure;
}
