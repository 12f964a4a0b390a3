import type { Calibration, Run } from "../../record/schema/run-schema.js";
import type { Catalogue, Overrides, Study } from "../../study/study.js";
import type { Interpreter } from "../hosts/interpreters.js";
import type { Identity } from "../machine/machine-identity.js";
import type { Commit } from "../processes/git-commit.js";
import type { Watchdog } from "../processes/watchdog.js";
import type { Processors } from "../processors/processors.js";
import type { RunEvent } from "./events.js";
import type { Goal } from "./precision-goal.js";
import type { VersionSources } from "./version-sources.js";

/** A size that was found, and the run that found it. */
export type EarlierSize = Calibration & { run: string };

/** An interrupted run that a recording goes on with. */
export interface InterruptedRun {
  run: Run;
  /** Its journal, where it has no file: that goes once its trials stand in another. */
  journal?: string;
}

/** A recording to make. All of it is plain data but the goal, the commit under way, the stop signal and the listener. */
export interface RecordRequest {
  study: Study;
  catalogue: Catalogue;
  overrides: Overrides;
  /** A number of blocks; or as many as fit into the budget, or as the goal needs. */
  extent: { blocks: number } | { budgetMs: number; goal?: Goal; mostBlocks?: number };
  seed: number;
  /** The run that this one continues: same study, same machine, same Node, same seed. */
  parent?: Run;
  /** The run whose plan, seed and trials this one takes over: what it lacks is recorded. */
  interrupted?: InterruptedRun;
  runsDir: string;
  /** Whether the run file is written compressed. */
  compress?: boolean;
  /** Size of the run file up to which blocks are added; absent: the largest that is read. */
  mostBytes?: number;
  label?: string;
  /** What the person who records expects, before the first trial. */
  hypothesis?: string;
  identity: Identity;
  /** The command that records such a run again. */
  command: string;
  toolVersion: string;
  /** Commit of the measured project, asked for early, as git takes its time. */
  commit: Promise<Commit | null>;
  timeoutMs: number;
  /** Share of the run that the control cell may take, from 0 (none) to 1 (before every trial); absent: a twentieth. */
  controlShare?: number;
  /** Folder that commands and hooks run in. */
  folder: string;
  /** Versions that were checked out for this recording, by name: each has a folder of its own. */
  versionSources?: VersionSources;
  /** Programs that run the trials of other runtimes; the first of a runtime is the one where no version is a factor. */
  interpreters?: readonly Interpreter[];
  /** Node binaries by version, where the version is a factor. */
  nodes?: ReadonlyMap<string, string>;
  /** URL of the Redis of the strategy `queue`; it may hold a password, and goes nowhere but to trials of that strategy. */
  redis?: string;
  /** Hashes of the user's modules by their URLs, by which machines of the queue know them. */
  moduleHashes?: ReadonlyMap<string, string>;
  /** Sizes that earlier runs of this study on this machine found, newest first; a run with a parent keeps those of the parent. */
  earlierSizes: readonly EarlierSize[];
  /** Aborted: the trial under way is given up and the run is finished with what is there. */
  stop: AbortSignal;
  onEvent(event: RunEvent): void;
}

/** A recording under way. */
export interface Recording {
  request: RecordRequest;
  environment: Record<string, string>;
  /** Folder for files of the run's trials; removed at the end. */
  scratch: string;
  /** Folder for files that workloads prepare once for all trials; within `scratch`. */
  prepared: string;
  watchdog: Watchdog;
  /** The processors that trials are bound to; absent: they may use all. */
  processors?: Processors;
  startMs: number;
}
