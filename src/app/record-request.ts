import type { Lineage } from "../record/folder/lineage.js";
import { machineIdentity } from "../runner/machine/machine-identity.js";
import type { EarlierSize, RecordRequest } from "../runner/request/record-request.js";
import { type AskedExtent, chooseExtent, type Extent, USUAL_BUDGET_MS, usualTimeoutMs } from "../study/extent.js";
import type { LoadedStudy } from "../study/file/parse.js";
import type { Catalogue, Overrides, Study } from "../study/study.js";
import { resolveOwnWork } from "./resolve-own-work.js";
import { withGoal } from "./run-until-precise.js";
import { toolVersion } from "./tool-version.js";

/** A recording as somebody asks for it: plain data that the command line and programs make alike. */
export interface AskedRecording {
  /** The study, with the extent and the time-out that its file asks for. */
  loaded: LoadedStudy;
  overrides: Overrides;
  /** Goes before the extent of the study. */
  extent: AskedExtent;
  /** Goes before the time-out of the study. */
  timeoutMs?: number;
  /** How long the run may take where neither says; 90 s where it is absent. */
  usualBudgetMs?: number;
  /** Most blocks that are recorded within a budget. */
  mostBlocks?: number;
  seed: number;
  /** Share of the run that the control cell may take, from 0 to 1. */
  controlShare?: number;
  /** Folder that modules, commands and hooks start from. */
  folder: string;
  /** Node binaries by version, where the version is a factor. */
  nodes?: ReadonlyMap<string, string>;
  /** Folder of the run files. */
  runsDir: string;
  compress?: boolean;
  label?: string;
  /** A name for this machine, kept for later runs. */
  machineName?: string;
  /** Runs that this one goes on with, oldest first. */
  line?: Lineage;
  /** Sizes of earlier runs are not taken over. */
  ownSizes?: boolean;
  /** The command that records such a run again. */
  command: string;
}

/** A study whose modules and commands are known, and how much of it is recorded. */
export interface ResolvedRecording {
  study: Study;
  catalogue: Catalogue;
  extent: Extent;
  timeoutMs: number;
}

/** A seed that nobody chose. */
export function newSeed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}

/** Asks the user's modules and commands what they are, and settles extent and time-out. Throws UserErrors. */
export async function resolveRecording(asked: AskedRecording, stop: AbortSignal): Promise<ResolvedRecording> {
  const { loaded, usualBudgetMs = USUAL_BUDGET_MS, folder, overrides, seed, nodes } = asked;
  const timeoutMs = asked.timeoutMs ?? loaded.timeoutMs ?? usualTimeoutMs(loaded.study);
  const ownWork = { folder, overrides, seed, timeoutMs, stop, ...(nodes && { nodes }) };
  return {
    ...(await resolveOwnWork(loaded.study, ownWork)),
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
  const { loaded, usualBudgetMs: _, mostBlocks, machineName, line, ownSizes, ...taken } = asked;
  const { extent, ...resolved } = await resolveRecording(asked, stop);
  const identity = await machineIdentity(machineName);
  const parent = line?.runs.at(-1);
  return {
    ...taken,
    ...resolved,
    extent: { ...withGoal(extent, line?.runs), ...("budgetMs" in extent && mostBlocks ? { mostBlocks } : {}) },
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
  const own = runs.filter(({ run }) => run.machine.id === machineId && run.study === study.id).reverse();
  const sizes: EarlierSize[] = [];
  for (const { path } of own) {
    const { run } = await readStored(path);
    sizes.push(...(run.calibration ?? []).map((size) => ({ ...size, run: run.id })));
  }
  return sizes;
}
