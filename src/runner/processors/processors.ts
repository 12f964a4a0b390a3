import { spawnSync } from "node:child_process";
import type { Level } from "../../record/schema/factors.js";
import type { Experiment } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { findProgram } from "../processes/find-program.js";
import type { ExecuteCell, PlannedExperiment } from "../request/run-cells.js";
import { chooseCpus, cpuList, readTopology, type Topology } from "./topology.js";

type CoreSet = NonNullable<Experiment["coreSets"]>[number];

/** The processors that trials are bound to, by the level of `more.cores`. */
export interface Processors {
  coreSets: readonly CoreSet[];
  /** The words of the program that starts others on these processors, and gives way to them. */
  launcher(cpus: string): readonly string[];
}

/** What choosing processors needs of the system; tests put their own in its place. */
export interface ProcessorSystem {
  platform: string;
  topology: () => Topology | null;
  taskset: () => string | null;
  /** What a program started by these words complains of; `null`: it ran. */
  complaint(words: readonly string[]): string | null;
}

const realSystem: ProcessorSystem = {
  platform: process.platform,
  topology: () => readTopology(),
  taskset: () => findProgram("taskset", "/", process.env.PATH),
  complaint([program = "", ...args]) {
    const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8", timeout: 10_000 });
    return status === 0 ? null : (error?.message ?? stderr.trim());
  },
};

/** Levels of a further factor among the cells of a recording. */
export function levelsAmong(experiments: readonly PlannedExperiment[], factor: string): Level[] {
  const levels = experiments.flatMap(({ planned }) => planned.flatMap(({ more }) => more?.[factor] ?? []));
  return [...new Set(levels)];
}

/**
 * Chooses the processors of every level of `more.cores`, and tries once whether a process may be bound to them. Throws a
 * UserError where the levels are none, there are fewer, or the system does not let it be.
 */
export function openProcessors(levels: readonly Level[], system: ProcessorSystem = realSystem): Processors {
  const { topology, taskset } = binder(system);
  const { allowed } = topology;
  const coreSets = levels.map((cores) => {
    if (typeof cores !== "number" || !Number.isInteger(cores) || cores < 1) {
      throw new UserError(`cores has ${cores}: give whole numbers from 1, such as 1,2,4`);
    }
    if (cores > allowed.length) {
      const most = allowed.length === 1 ? "1 processor" : `${allowed.length} processors`;
      throw new UserError(`cores has ${cores}: only ${most} may be used here (${cpuList(allowed)})`);
    }
    const { cpus, physicalCores } = chooseCpus(cores, topology);
    return { cores, cpus: cpuList(cpus), physicalCores };
  });
  const launcher = (cpus: string) => [taskset, "-c", cpus];
  for (const { cpus } of coreSets) {
    const complaint = system.complaint([...launcher(cpus), process.execPath, "-e", ""]);
    if (complaint !== null) {
      throw new UserError(
        `cores cannot be used: this system does not let processes be bound to processors (${complaint})`,
      );
    }
  }
  return { coreSets: coreSets.toSorted((a, b) => a.cores - b.cores), launcher };
}

/** What binds processes here. Throws a UserError where nothing does. */
function binder({ platform, topology, taskset }: ProcessorSystem): { topology: Topology; taskset: string } {
  const known = platform === "linux" ? topology() : null;
  if (known === null) throw new UserError("cores cannot be used: processes are bound to processors on Linux only");
  const program = taskset();
  if (program === null) {
    throw new UserError("cores needs the program taskset, which is not there: install the package util-linux");
  }
  return { topology: known, taskset: program };
}

/** The experiments with the processors that their levels stand for. */
export function withCoreSets(experiments: Experiment[], processors: Processors | undefined): Experiment[] {
  const { coreSets } = processors ?? { coreSets: [] };
  return experiments.map((experiment) => {
    const own = coreSets.filter(({ cores }) => experiment.cells.some(({ factors }) => factors.more?.cores === cores));
    return own.length === 0 ? experiment : { ...experiment, coreSets: own };
  });
}

/** Executes each trial on the processors of its cell. */
export function boundTrials(processors: Processors | undefined, execute: ExecuteCell): ExecuteCell {
  if (processors === undefined) return execute;
  const { coreSets, launcher } = processors;
  return (cell, place) => {
    const cpus = place.cpus ?? coreSets.find(({ cores }) => cores === cell.sized.more?.cores)?.cpus;
    return cpus === undefined ? execute(cell, place) : execute(cell, { ...place, cpus }, launcher(cpus));
  };
}
