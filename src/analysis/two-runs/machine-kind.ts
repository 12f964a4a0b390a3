import type { Machine } from "../../record/schema/run-schema.js";

/** Facts that two machines of one kind share: equal hardware, quota and virtualisation under one system. */
const FACTS = [
  "cpuModel",
  "physicalCores",
  "logicalCores",
  "availableParallelism",
  "quotaCores",
  "platform",
  "arch",
  "virtualisation",
] as const;
const GIB = 2 ** 30;

/** Whether two runs were recorded on one machine; `null` where a file does not say which its was. */
export function isSameMachine(a: Machine, b: Machine): boolean | null {
  return a.unidentified || b.unidentified ? null : a.id === b.id;
}

/**
 * Text that is equal for machines of one kind, such as the hosts of a CI service or a class of equal laptops. Memory counts
 * in whole GiB, since kernels keep unlike amounts to themselves. A machine of which nothing is known, or which no file names, is a kind of its own.
 */
export function machineKind(machine: Machine): string {
  if (machine.unidentified || typeof machine.cpuModel !== "string") return `machine ${machine.id}`;
  const { memoryBytes } = machine;
  const memory = typeof memoryBytes === "number" ? Math.round(memoryBytes / GIB) : null;
  return JSON.stringify([...FACTS.map((fact) => machine[fact] ?? null), memory]);
}
