import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, join, resolve } from "node:path";
import { makeFolder } from "../record/files/make-folder.js";
import { codeOf } from "../record/files/regular-files.js";
import { sha256 } from "../record/schema/run-id.js";
import type { Here } from "../remote/greeter.js";
import { finishedRun, keptRuns, putAside } from "../remote/kept-runs.js";
import type { Order } from "../remote/messages.js";
import { UserError } from "../user-error.js";
import type { Io } from "./command.js";
import { runProgram } from "./program.js";
import { identityFolder } from "./recorder-identity.js";
import { lockMachine } from "./recorder-lock.js";

/**
 * Records a study that was ordered from another machine, one at a time here, and hands its run files over. What is recorded is
 * kept until it is stored there.
 */
export async function recordOrder({ hash, args, folder, files, mode }: Order, here: Here): Promise<void> {
  const { kept, study, say, stored, interrupted } = here;
  // Several machines may share this folder: each has what is its own by its name.
  const name = process.env.SLURMD_NODENAME ?? hostname();
  makeFolder(kept);
  process.env.SCALEBOOK_CONFIG = identityFolder(kept, name);
  // What was lost goes on until it notices that nobody is there.
  const patience = { waits: mode !== "record", onLine: (text: string) => say({ kind: "line", text }) };
  const lock = await lockMachine(join(kept, `recording-${name}`), { ...patience, stop: interrupted });
  if ("heldBy" in lock) {
    return say({
      kind: "refused",
      message: `another study is being recorded there (${lock.heldBy}): wait for its end`,
    });
  }
  try {
    const runsDir = join(kept, "runs", hash, name);
    makeFolder(runsDir);
    enter(study === null ? folder : join(study, folder));
    compareFiles(files);
    const resume = mode === "resume";
    const exitCode = mode === "fetch" ? 0 : await recorded(args, { runsDir, resume }, here);
    const finished = await handOver(runsDir, say);
    say({ kind: "ended", exitCode });
    const there = await stored;
    putAside(
      runsDir,
      finished.filter((file) => there.includes(file)),
    );
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    say({ kind: "refused", message: error.message });
  } finally {
    lock.release();
  }
}

function enter(folder: string): void {
  try {
    process.chdir(folder);
  } catch (error) {
    throw new UserError(`it has no folder ${folder} (${codeOf(error)}): put the program there, or give --hosts-folder`);
  }
}

/** Throws a UserError for a file of a program under test that is not the one that is where the study was ordered. */
function compareFiles(files: Order["files"]): void {
  for (const { path, sha256: ours } of files) {
    let theirs: string;
    try {
      theirs = sha256(readFileSync(resolve(path)));
    } catch (error) {
      throw new UserError(`it cannot read ${resolve(path)} (${codeOf(error)}), which the study names: copy it there`);
    }
    if (theirs === ours) continue;
    const [here, there] = [ours.slice(0, 12), theirs.slice(0, 12)];
    throw new UserError(`its ${path} has the hash ${there}, and here it is ${here}: bring the same program there`);
  }
}

/** Records, or goes on with what was interrupted; what is finished already is left as it is. The exit code of `scalebook run`. */
async function recorded(
  args: readonly string[],
  { runsDir, resume }: { runsDir: string; resume: boolean },
  { say, interrupted }: Pick<Here, "say" | "interrupted">,
): Promise<number> {
  const finished = resume ? await finishedRun(runsDir) : null;
  if (finished !== null) {
    say({ kind: "line", text: `${finished} was finished here already` });
    return 0;
  }
  const more = resume && (await keptRuns(runsDir)).isOpen ? ["--resume"] : [];
  return runProgram(["run", ...args, ...more, "--json", "--runs-dir", runsDir], ioOf(say, interrupted));
}

/** A terminal whose lines go to the machine at which the study was started. */
function ioOf(say: Here["say"], interrupted: AbortSignal): Io {
  let begun = "";
  return {
    out: () => undefined,
    drained: async () => undefined,
    err(text) {
      const lines = `${begun}${text}`.split("\n");
      begun = lines.pop() ?? "";
      for (const line of lines) say({ kind: "line", text: line });
    },
    isTerminal: false,
    columns: Number.POSITIVE_INFINITY,
    env: process.env,
    onInterrupt(listener) {
      if (interrupted.aborted) queueMicrotask(listener);
      interrupted.addEventListener("abort", listener);
      return () => interrupted.removeEventListener("abort", listener);
    },
  };
}

/** Hands over every run file, and the journals of recordings that ended before they had one; names of the runs that are finished. */
async function handOver(runsDir: string, say: Here["say"]): Promise<string[]> {
  const { runs, finished } = await keptRuns(runsDir);
  for (const { path } of runs) {
    say({ kind: "file", name: basename(path), content: readFileSync(path).toString("base64") });
  }
  return finished;
}
