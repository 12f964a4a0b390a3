import { ownNames } from "../../record/folder/machine-names.js";
import { interpreterNames, nodeMajor } from "../../record/schema/interpreter-names.js";
import type { Run } from "../../record/schema/run-schema.js";
import { formatBytes } from "../../words/bytes.js";
import { level } from "../../words/number.js";
import type { Comparison } from "../results/run-analysis.js";
import { isSameMachine } from "./machine-kind.js";

type Calibration = NonNullable<Run["calibration"]>[number];
type Describe = (run: Run) => string | null | undefined;

/** Aspects that must be equal before a ratio of two runs is one program's change; in order of weight. */
const ASPECTS: Record<string, Describe> = {
  machine: ({ machine }) => (machine.unidentified ? null : machine.name),
  processor: ({ machine }) => machine.cpuModel,
  "hardware threads": ({ machine }) => text(machine.logicalCores),
  "usable cores": ({ machine }) => text(machine.availableParallelism),
  "CPU quota": ({ machine }) => (machine.quotaCores === undefined ? undefined : (text(machine.quotaCores) ?? "none")),
  memory: ({ machine }) => (typeof machine.memoryBytes === "number" ? formatBytes(machine.memoryBytes) : null),
  platform: ({ machine }) => machine.platform && [machine.platform, machine.arch].filter(Boolean).join(" "),
  virtualisation: ({ machine }) => machine.virtualisation,
  "scratch file system": ({ machine }) => machine.scratchFileSystem,
  "Node major": ({ software }) => nodeMajor(software.node),
  "other interpreters": ({ software }) => interpreterNames(software),
  study: ({ study }) => study,
  "study definition": ({ studyHash }) => studyHash?.slice(0, 12),
};

/**
 * Differences that forbid reading the ratios as one program's change. A figure that one of the runs does not give is no
 * difference.
 */
export function differencesOf(a: Run, b: Run): Comparison["differences"] {
  const differences = Object.entries(ASPECTS).flatMap(([what, describe]) => {
    const [inA, inB] = [describe(a), describe(b)];
    if (!inA || !inB || inA === inB || (what === "memory" && tenthsOfGib(a) === tenthsOfGib(b))) return [];
    return [{ what, a: inA, b: inB }];
  });
  const sizes = sizesOf(a, b);
  if (sizes !== null) differences.push(sizes);
  const sameName = a.machine.name === b.machine.name && isSameMachine(a.machine, b.machine) === false;
  const nameOf = ownNames([{ run: a }, { run: b }]);
  const other = { what: "machine", a: nameOf({ run: a }), b: nameOf({ run: b }) };
  return sameName ? [other, ...differences] : differences;
}

/** Kernels keep unlike amounts of memory to themselves: machines that differ by less are equal. */
function tenthsOfGib({ machine }: Run): number {
  return Math.round(((machine.memoryBytes ?? 0) / 2 ** 30) * 10);
}

/** Sizes that were chosen per machine and differ, though both runs have the experiment: equal labels mean unequal work. */
function sizesOf(a: Run, b: Run): Comparison["differences"][number] | null {
  const alone = a.experiments.length === 1 && b.experiments.length === 1;
  const key = ({ experiment, workload, runtime }: Calibration) =>
    [...(alone ? [] : [experiment]), workload, ...(runtime === undefined ? [] : [runtime])].join("/");
  const inA = new Map(a.calibration?.map((entry) => [key(entry), entry.n]));
  const unlike = (b.calibration ?? []).flatMap((entry) => {
    const n = inA.get(key(entry));
    return n === undefined || n === entry.n ? [] : [{ place: key(entry), a: n, b: entry.n }];
  });
  if (unlike.length === 0) return null;
  const words = (side: "a" | "b") =>
    unlike
      .map((entry) => `${entry.place}: N = ${level(entry[side])}`)
      .sort()
      .join("; ");
  return { what: "task sizes", a: words("a"), b: words("b") };
}

function text(figure: number | null | undefined): string | null | undefined {
  return typeof figure === "number" ? String(figure) : figure;
}
