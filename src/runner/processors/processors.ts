import { spawnSync } from "node:child_process";
import { largest } from "../../record/limits/extremes.js";
import type { Level } from "../../record/schema/factors.js";
import type { Experiment } from "../../record/schema/run-schema.js";
import { THROTTLED } from "../../study/figures.js";
import { UserError } from "../../user-error.js";
import { cgroupCpu } from "../machine/cgroup.js";
import { findProgram } from "../processes/find-program.js";
import type { ExecuteCell, PlannedExperiment } from "../request/run-cells.js";
import { type OpenQuotaGroup, quotaGroups } from "./quota-groups.js";
import { chooseCpus, cpuList, halves, readTopology, type Topology } from "./topology.js";

type CoreSet = NonNullable<Experiment["coreSets"]>[number];

/** The processors that trials are bound to, and the quotas that they get. */
export interface Processors {
  /** By the level of `more.cores`. */
  coreSets: readonly CoreSet[];
  /** The words of the program that starts others on these processors, and gives way to them. */
  launcher(cpus: string): readonly string[];
  /** Two sets of equally many processors, for versions that run at once; absent: none do. */
  halves?: readonly [string, string];
  /** Whether the halves are threads of the same cores. */
  shareCores?: boolean;
  /** Absent: no cell has a quota. */
  openGroup?: OpenQuotaGroup;
}

/** What choosing processors needs of the system; tests put their own in its place. */
export interface ProcessorSystem {
  platform: string;
  topology: () => Topology | null;
  taskset: () => string | null;
  /** What a program started by these words complains of; `null`: it ran. */
  complaint(words: readonly string[]): string | null;
  /** Quota of the group that this process is in; `null`: it has none. */
  ownQuota: () => number | null;
  groups: (quota: number) => OpenQuotaGroup;
}

const realSystem: ProcessorSystem = {
  platform: process.platform,
  topology: () => readTopology(),
  taskset: () => findProgram("taskset", "/", process.env.PATH),
  complaint([program = "", ...args]) {
    const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8", timeout: 10_000 });
    return status === 0 ? null : (error?.message ?? stderr.trim());
  },
  ownQuota: () => cgroupCpu().quotaCores,
  groups: quotaGroups,
};

/** What a process that is only to start does: next to nothing, as a small quota of CPU has to do for it. */
const NOTHING = ["/bin/sh", "-c", ":"];

/** Levels of the factors that say what part of the machine a trial gets. */
export interface ProcessorLevels {
  cores: readonly Level[];
  quotas: readonly Level[];
  /** The most workers of versions that run side by side; `null`: none do. */
  sideWorkers: number | null;
}

export function processorLevels(experiments: readonly PlannedExperiment[]): ProcessorLevels {
  const cells = experiments.flatMap(({ planned }) => planned);
  const among = (factor: string) => [...new Set(cells.flatMap(({ more }) => more?.[factor] ?? []))];
  const sides = experiments.filter(({ definition }) => definition.versions?.sideBySide);
  const workers = sides.flatMap(({ planned }) => planned.map((cell) => cell.workers));
  const sideWorkers = workers.length === 0 ? null : largest(workers);
  return { cores: among("cores"), quotas: among("cpu-quota"), sideWorkers };
}

/**
 * Chooses the processors of every level of `more.cores` and finds where groups with the levels of `more.cpu-quota` are made;
 * tries each once. `undefined` where there are no levels. Throws a UserError where a level is none, the machine has less, or
 * the system does not let it be.
 */
export function openProcessors(
  { cores, quotas, sideWorkers }: ProcessorLevels,
  system: ProcessorSystem = realSystem,
): Processors | undefined {
  if (cores.length === 0 && quotas.length === 0 && sideWorkers === null) return undefined;
  if (cores.length > 0 && sideWorkers !== null) {
    throw new UserError(
      "cores and side by side were both given: side by side, each version has half of the processors",
    );
  }
  const bound =
    sideWorkers !== null ? shareOut(sideWorkers, system) : cores.length > 0 ? bindTo(cores, system) : NO_CORES;
  return quotas.length === 0 ? bound : { ...bound, openGroup: groupsFor(quotas, system) };
}

const NO_CORES = { coreSets: [], launcher: () => [] };

function bindTo(levels: readonly Level[], system: ProcessorSystem): Processors {
  const topology = topologyFor("cores", system);
  const coreSets = levels.map((cores) => {
    if (typeof cores !== "number" || !Number.isInteger(cores) || cores < 1) {
      throw new UserError(`cores has ${cores}: give whole numbers from 1, such as 1,2,4`);
    }
    refuseMore("cores", cores, topology);
    const { cpus, physicalCores } = chooseCpus(cores, topology);
    return { cores, cpus: cpuList(cpus), physicalCores };
  });
  const launcher = binder(
    "cores",
    coreSets.map(({ cpus }) => cpus),
    system,
  );
  return { coreSets: coreSets.toSorted((a, b) => a.cores - b.cores), launcher };
}

/** The halves for versions that run side by side. */
function shareOut(workers: number, system: ProcessorSystem): Processors {
  const topology = topologyFor("side by side", system);
  const { allowed } = topology;
  const parts = halves(topology);
  if (parts === null)
    throw new UserError(`side by side needs two processors: only ${cpuList(allowed)} may be used here`);
  const [first, second] = parts.halves.map(({ cpus }) => cpuList(cpus)) as [string, string];
  const most = parts.halves[0].cpus.length;
  if (workers > most) {
    throw new UserError(
      `workers has ${workers}: side by side, each version has ${most} of ${allowed.length} processors, so give at most ${most}, or record the versions in turn`,
    );
  }
  const launcher = binder("side by side", [first, second], system);
  return { ...NO_CORES, launcher, halves: [first, second], shareCores: parts.shareCore };
}

/** What starts programs on processors, tried on each of these sets. */
function binder(asked: string, sets: readonly string[], system: ProcessorSystem): Processors["launcher"] {
  const taskset = system.taskset();
  if (taskset === null) {
    throw new UserError(`${asked} needs the program taskset, which is not there: install the package util-linux`);
  }
  const launcher = (cpus: string) => [taskset, "-c", cpus];
  for (const cpus of sets) {
    const complaint = system.complaint([...launcher(cpus), ...NOTHING]);
    if (complaint === null) continue;
    throw new UserError(
      `${asked} cannot be used: this system does not let processes be bound to processors (${complaint})`,
    );
  }
  return launcher;
}

function groupsFor(levels: readonly Level[], system: ProcessorSystem): OpenQuotaGroup {
  const topology = topologyFor("cpu-quota", system);
  const quotas = levels.map((quota) => {
    if (typeof quota !== "number" || !(quota >= LEAST_QUOTA)) {
      throw new UserError(`cpu-quota has ${quota}: give numbers of CPUs from ${LEAST_QUOTA}, such as 0.5,1,2`);
    }
    refuseMore("cpu-quota", quota, topology);
    const own = system.ownQuota();
    if (own !== null && quota > own) {
      throw new UserError(`cpu-quota has ${quota}: this process has a quota of ${own} itself, give at most that`);
    }
    return quota;
  });
  const most = largest(quotas);
  try {
    const openGroup = system.groups(most);
    const group = openGroup(most);
    const complaint = system.complaint([...group.launcher, ...NOTHING]);
    void group.close();
    if (complaint !== null) throw new Error(complaint);
    return openGroup;
  } catch (error) {
    throw new UserError(
      `cpu-quota cannot be used: no control group with a quota can be made here (${(error as Error).message}). ` +
        "Record as root, or under systemd-run --user --scope -p Delegate=yes; or record in several containers started with --cpus",
    );
  }
}

/** A hundredth of a CPU: the kernel's least. */
const LEAST_QUOTA = 0.01;

function topologyFor(factor: string, { platform, topology }: ProcessorSystem): Topology {
  const known = platform === "linux" ? topology() : null;
  if (known === null) throw new UserError(`${factor} cannot be used on this system: it needs Linux`);
  return known;
}

function refuseMore(factor: string, level: number, { allowed }: Topology): void {
  if (level <= allowed.length) return;
  const there = allowed.length === 1 ? "1 processor" : `${allowed.length} processors`;
  throw new UserError(`${factor} has ${level}: only ${there} may be used here (${cpuList(allowed)})`);
}

/** The experiments with the processors that their levels stand for, and whether versions side by side share a core. */
export function withCoreSets(experiments: Experiment[], processors: Processors | undefined): Experiment[] {
  const { coreSets, shareCores = false } = processors ?? { coreSets: [] };
  return experiments.map((experiment) => {
    const { versions } = experiment;
    if (shareCores && versions?.sideBySide) return { ...experiment, versions: { ...versions, sharedCore: true } };
    const own = coreSets.filter(({ cores }) => experiment.cells.some(({ factors }) => factors.more?.cores === cores));
    return own.length === 0 ? experiment : { ...experiment, coreSets: own };
  });
}

/** Executes each trial on the processors of its cell and within its quota. */
export function boundTrials(processors: Processors | undefined, execute: ExecuteCell): ExecuteCell {
  if (processors === undefined) return execute;
  const { coreSets, launcher, openGroup } = processors;
  return async (cell, place) => {
    const { cores, "cpu-quota": quota } = cell.sized.more ?? {};
    const cpus = place.cpus ?? coreSets.find((set) => set.cores === cores)?.cpus;
    const group = typeof quota === "number" ? openGroup?.(quota) : undefined;
    const words = [...(group?.launcher ?? []), ...(cpus === undefined ? [] : launcher(cpus))];
    try {
      const { trial, tookMs } = await execute(cell, cpus === undefined ? place : { ...place, cpus }, words);
      const throttledMs = group?.throttledMs() ?? null;
      const figures = throttledMs === null ? {} : { figures: { ...trial.figures, [THROTTLED]: throttledMs } };
      return { trial: { ...trial, ...figures }, tookMs };
    } finally {
      await group?.close();
    }
  };
}
