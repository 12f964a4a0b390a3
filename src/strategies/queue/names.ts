/**
 * What the machines of a queue have in common: names in Redis, and what is said on its channels. A trial opens on hosts, which
 * then take its jobs; it says so again until they answer, as a channel forgets what nobody hears.
 */

/** Begins every name of ours. */
export const PREFIX = "scalebook";

/** A host says that it is there under this name, for a few seconds at a time. */
export const hostKey = (id: string) => `${PREFIX}:host:${id}`;
/** A trial says under this name, likewise, that it goes on, and how many slots it has of which host. */
export const trialKey = (trial: string) => `${PREFIX}:trial:${trial}`;
/** Channel that hosts listen to. */
export const HOSTS_CHANNEL = `${PREFIX}:hosts`;
/** Channel that a trial listens to. */
export const trialChannel = (trial: string) => `${PREFIX}:replies:${trial}`;

/** How long a host or a trial that says nothing counts as there, and how often it says so. */
export const [GONE_MS, ALIVE_MS] = [4_000, 1_000];

/**
 * A job in work belongs to its host for so long, and the host says so again at half of it. Checks as often as the second find the jobs
 * of a host that was killed, and give them to another: after at most the lock and one check.
 */
export const [LOCK_MS, STALL_CHECK_MS] = [2_000, 1_000];
/** Where Redis does not answer for so long, or has no host, a trial ends. */
export const [NO_REDIS_MS, NO_HOST_MS] = [30_000, 30_000];
/** Who leaves waits so long for Redis to hear of it. */
export const GOODBYE_MS = 1_000;
/** So often a job may be taken from a host that does not answer; more, and it failed. */
export const MOST_STALLS = 20;

/** Largest input or output of a job, packed; of a larger output its hash goes through Redis. */
export const MOST_JOB_BYTES = 1_000_000;

/** A host as it describes itself. */
export interface QueueHost {
  id: string;
  name: string;
  slots: number;
  /** Slots that a trial has. */
  busy: number;
  /** Trials that it works for. */
  trials: string[];
  node: string;
  version: string;
  /** Hash of the program. */
  program: string;
  /** Modules that it has, by the hash of their files. */
  modules: string[];
}

/** What a trial says to hosts. `slots`: how many it asks each of them for, by id. */
export type ToHosts =
  | { kind: "open"; trial: string; slots: Record<string, number>; env: Record<string, string> }
  | { kind: "clock"; trial: string; host: string; number: number }
  | { kind: "close"; trial: string };

/** What a host answers. `atMs`: its clock. */
export type ToTrial =
  | { kind: "opened"; host: string; atMs: number }
  | { kind: "clock"; host: string; number: number; atMs: number }
  | { kind: "closed"; host: string };

/** What a key or a channel says; `null` for what is not of ours: others may use the same server. */
export function said<T extends object>(text: string): T | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? (value as T | null) : null;
  } catch {
    return null;
  }
}

/** A job: the workload by its id, or a user's module by the hash of its files; and its input packed. Never code. */
export interface JobData {
  workload: string;
  input: string;
}

const MODULE = "module:";

/** The name of a module in jobs. */
export function moduleName(hash: string): string {
  return `${MODULE}${hash}`;
}

/** The hash of the module that a job names; `null` where it names a workload. */
export function moduleOf(workload: string): string | null {
  return workload.startsWith(MODULE) ? workload.slice(MODULE.length) : null;
}
