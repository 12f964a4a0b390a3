import { mkdirSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { CGROUPS, ownGroups, throttledIn } from "../machine/cgroup.js";
import { readText } from "../machine/read-text.js";

/** A quota is paid out as often as containers have it by default. */
const PERIOD_US = 100_000;
/** The shell that starts in a group gives way to what the trial runs. */
const JOIN = `echo $$ > "$0" && exec "$@"`;
/** Ended processes leave their group a moment later. */
const GONE = { tries: 50, everyMs: 10 };

/** A control group of one trial, with a quota of CPU. */
export interface QuotaGroup {
  /** Words that start a process in it. */
  launcher: readonly string[];
  /** Time for which the quota held back what ran in it, in ms; `null` where that is not counted. */
  throttledMs(): number | null;
  /** Removes it, once all that ran in it is gone. */
  close(): Promise<void>;
}

/** Makes a group with a quota in CPUs. Each trial has its own, so that none starts in debt. */
export type OpenQuotaGroup = (cpus: number) => QuotaGroup;

/** The control groups of the system; tests put their own in its place. */
export interface GroupFiles {
  read(path: string): string | null;
  write(path: string, text: string): void;
  make(folder: string): void;
  remove(folder: string): void;
  list(folder: string): string[];
  isAlive(pid: number): boolean;
  /** Ends a process at once; one that is gone is no error. */
  end(pid: number): void;
}

const realFiles: GroupFiles = {
  read: readText,
  write: writeFileSync,
  make: mkdirSync,
  remove: rmdirSync,
  list: readdirSync,
  isAlive: (pid) => readText(`/proc/${pid}/stat`) !== null,
  end(pid) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has left meanwhile.
    }
  },
};

/**
 * Finds where control groups with a quota may be made, by making one, and removes those that recordings left behind which were
 * ended by force. Throws the error of the system where there is no such place.
 */
export function quotaGroups(quota: number, files: GroupFiles = realFiles): OpenQuotaGroup {
  const { isLegacy, paths } = ownGroups("cpu", files.read);
  const [own] = paths;
  // Version 2 lets no group have both processes and groups with a quota, so that a place beside the own group may do.
  const places = isLegacy ? [legacyPlace(own, files)] : [own, dirname(own)].map((path) => join(CGROUPS, path));
  let refusal: unknown;
  for (const place of places) {
    try {
      if (!isLegacy) allowQuotas(place, files);
      removeStale(place, files);
      let made = 0;
      const open: OpenQuotaGroup = (cpus) =>
        openGroup(join(place, `scalebook-${process.pid}-${made++}`), { cpus, isLegacy, files });
      void open(quota).close();
      return open;
    } catch (error) {
      refusal ??= error;
    }
  }
  throw refusal;
}

/** In a container the path may be that of the host, which is not there. */
function legacyPlace(path: string, { read }: GroupFiles): string {
  const place = join(CGROUPS, "cpu", path);
  return read(join(place, "cpu.cfs_quota_us")) === null && read(join(place, "cpu.shares")) === null
    ? join(CGROUPS, "cpu")
    : place;
}

/** Version 2: groups in a place have quotas where it hands the control of CPU on. */
function allowQuotas(place: string, { read, write }: GroupFiles): void {
  const control = join(place, "cgroup.subtree_control");
  if (!(read(control) ?? "").split(/\s+/).includes("cpu")) write(control, "+cpu");
}

function removeStale(place: string, { list, remove, isAlive }: GroupFiles): void {
  for (const name of list(place)) {
    const pid = /^scalebook-(\d+)-\d+$/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    try {
      remove(join(place, name));
    } catch {
      // Something still runs in it; a later recording finds it again.
    }
  }
}

function openGroup(
  folder: string,
  { cpus, isLegacy, files }: { cpus: number; isLegacy: boolean; files: GroupFiles },
): QuotaGroup {
  files.make(folder);
  const quotaUs = Math.round(cpus * PERIOD_US);
  try {
    if (isLegacy) {
      files.write(join(folder, "cpu.cfs_period_us"), String(PERIOD_US));
      files.write(join(folder, "cpu.cfs_quota_us"), String(quotaUs));
    } else {
      files.write(join(folder, "cpu.max"), `${quotaUs} ${PERIOD_US}`);
    }
  } catch (error) {
    files.remove(folder);
    throw error;
  }
  return {
    launcher: ["/bin/sh", "-c", JOIN, join(folder, "cgroup.procs")],
    throttledMs: () => throttledIn(files.read(join(folder, "cpu.stat"))),
    close: () => removeOnceEmpty(folder, files),
  };
}

async function removeOnceEmpty(folder: string, { remove, read, end }: GroupFiles): Promise<void> {
  for (let left = GONE.tries; left > 0; left--) {
    try {
      remove(folder);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EBUSY") throw error;
      // The trial is over: what left its processes by a session of its own is still in the group.
      for (const pid of (read(join(folder, "cgroup.procs")) ?? "").split("\n").filter(Boolean)) end(Number(pid));
      await pause(GONE.everyMs);
    }
  }
  // Something left the trial's processes and stays: the group goes with the next recording.
}
