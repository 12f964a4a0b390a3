import type { Lineage } from "../record/folder/lineage.js";
import { poolExperiments } from "../record/folder/pool-runs.js";
import { isUsable } from "../record/folder/run-facts.js";
import { largest } from "../record/limits/extremes.js";
import type { Run } from "../record/schema/run-schema.js";
import type { Interpreter } from "../runner/hosts/interpreters.js";
import type { Goal } from "../runner/request/precision-goal.js";
import type { EarlierSize, RecordRequest } from "../runner/request/record-request.js";
import { FEWEST_BLOCKS_FOR_PRECISION, MANY_BLOCKS } from "../study/budget.js";
import { type AskedExtent, chooseExtent, type Extent, USUAL_BUDGET_MS, usualTimeoutMs } from "../study/extent.js";
import type { LoadedStudy } from "../study/file/parse.js";
import type { Catalogue, Study } from "../study/study.js";
import { refuseQueue } from "./refuse-queue.js";
import { resolveOwnWork } from "./resolve-own-work.js";
import { toolVersion } from "./tool-version.js";
import { refuseUnused } from "./unused-levels.js";

/** Fields of a request that are taken over as they were asked for. */
type Taken =
  | "overrides"
  | "seed"
  | "controlShare"
  | "folder"
  | "versionSources"
  | "interrupted"
  | "nodes"
  | "redis"
  | "interpreters"
  | "runsDir"
  | "compress"
  | "label"
  | "hypothesis"
  | "command";

/** A recording as somebody asks for it: plain data that the command line and programs make alike. */
export interface AskedRecording extends Pick<RecordRequest, Taken> {
  /** The study, with the extent and the time-out that its file asks for. */
  loaded: LoadedStudy;
  /** Goes before the extent of the study. */
  extent: AskedExtent;
  /** Goes before the time-out of the study. */
  timeoutMs?: number;
  /** How long the run may take where neither says; 90 s where it is absent. */
  usualBudgetMs?: number;
  /** Most blocks that are recorded within a budget. */
  mostBlocks?: number;
  /** A name for this machine, kept for later runs. */
  machineName?: string;
  /** Runs that this one extends, oldest first. */
  line?: Lineage;
  /** Sizes of earlier runs are not taken over. */
  ownSizes?: boolean;
}

/** A study with the catalogue of its modules and commands, its extent and its time-out. */
export interface ResolvedRecording {
  study: Study;
  catalogue: Catalogue;
  extent: Extent;
  timeoutMs: number;
  interpreters?: readonly Interpreter[];
  moduleHashes?: ReadonlyMap<string, string>;
}

/** Asks the user's modules and commands what they are, and settles extent and time-out. Throws UserErrors. */
export async function resolveRecording(asked: AskedRecording, stop: AbortSignal): Promise<ResolvedRecording> {
  const {
    loaded,
    usualBudgetMs = USUAL_BUDGET_MS,
    folder,
    overrides,
    seed,
    nodes,
    interpreters,
    versionSources,
  } = asked;
  const timeoutMs = asked.timeoutMs ?? loaded.timeoutMs ?? usualTimeoutMs(loaded.study);
  const ownWork = {
    folder,
    overrides,
    seed,
    timeoutMs,
    stop,
    ...(versionSources && { versionSources }),
    ...(nodes && { nodes }),
    ...(interpreters && { interpreters }),
  };
  const resolved = await resolveOwnWork(loaded.study, ownWork);
  refuseUnused(resolved.study, resolved.catalogue, overrides);
  const moduleHashes = await refuseQueue(resolved.study, resolved.catalogue, asked);
  return {
    ...resolved,
    ...(moduleHashes.size > 0 && { moduleHashes }),
    extent: chooseExtent(asked.extent, loaded.extent, usualBudgetMs),
    timeoutMs,
  };
}

/**
 * The request that the runner records. Throws UserErrors for mistakes in the user's own work.
 *
 * @param commit of the measured project; asked for early, as git takes its time
 * @param stop aborted: the trial under way is given up and the run is finished with what is there
 */
export async function recordRequest(
  asked: AskedRecording,
  { commit, stop }: Pick<RecordRequest, "commit" | "stop">,
): Promise<Omit<RecordRequest, "onEvent">> {
  const { loaded, usualBudgetMs, mostBlocks, ownSizes, machineName, line, ...taken } = asked;
  const { extent, ...resolved } = await resolveRecording(asked, stop);
  const { machineIdentity } = await import("../runner/machine/machine-identity.js");
  const identity = await machineIdentity(machineName);
  const parent = line?.runs.at(-1);
  return {
    ...taken,
    ...resolved,
    extent: extentFor(extent, asked),
    identity,
    ...(parent && { parent }),
    toolVersion: toolVersion(),
    commit,
    earlierSizes: parent || ownSizes ? [] : await sizesFoundBefore(asked, resolved.study, identity.id),
    stop,
  };
}

/** Sizes of the study's runs on this machine, newest first. No run is opened where the study has no size to be found. */
async function sizesFoundBefore(
  { runsDir, overrides }: AskedRecording,
  study: Study,
  machineId: string,
): Promise<EarlierSize[]> {
  const levels = study.experiments.flatMap(({ matrix }) => matrix.flatMap(({ n }) => n));
  if (overrides.sizes !== undefined || levels.every((size) => typeof size === "number")) return [];
  const [{ openRunFolder }, { readStored }] = await Promise.all([
    import("./run-folder.js"),
    import("../record/folder/run-index.js"),
  ]);
  const { runs } = await openRunFolder(runsDir).contents();
  const own = runs
    .filter(({ run }) => run.machine.id === machineId && run.study === study.id && isUsable(run))
    .reverse();
  const sizes: EarlierSize[] = [];
  for (const { path } of own) {
    const { run } = await readStored(path);
    sizes.push(...(run.calibration ?? []).map((size) => ({ ...size, run: run.id })));
  }
  return sizes;
}

/** The extent as the runner needs it: a precision becomes a goal, for which the trials of extended runs count. */
function extentFor(extent: Extent, { line, mostBlocks }: AskedRecording): RecordRequest["extent"] {
  if (!("budgetMs" in extent)) return extent;
  const { budgetMs, precisionPercent } = extent;
  if (precisionPercent === undefined) return { budgetMs, ...(mostBlocks && { mostBlocks }) };
  return { budgetMs, goal: precisionGoal(precisionPercent, line?.runs ?? []), mostBlocks: MANY_BLOCKS };
}

/**
 * The goal of a run that goes on until its intervals are narrow enough. The analysis is loaded when there are blocks
 * enough to judge, not before: a smaller process starts what it measures quicker.
 */
function precisionGoal(targetPercent: number, earlier: readonly Run[]): Goal {
  return {
    targetPercent,
    async look(recorded) {
      const experiments = poolExperiments(earlier, recorded);
      const trials = experiments.flatMap(({ cells }) => cells.map((cell) => cell.trials.length));
      if (Math.max(0, largest(trials)) < FEWEST_BLOCKS_FOR_PRECISION) {
        return { reached: false, widestPercent: null, moreBlocks: null };
      }
      const { precisionOf } = await import("../analysis/comparing/precision.js");
      return precisionOf(experiments, targetPercent);
    },
  };
}
