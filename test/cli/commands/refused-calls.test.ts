import fs, { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** Where calls are refused; set once the folder is there. */
let place = "\0";

type Call = (...args: unknown[]) => unknown;
type Handle = Record<"write" | "writeFile", Call>;

/** Calls that make something by its path. */
const SYNC = ["copyFileSync", "mkdirSync", "openSync", "renameSync", "writeFileSync"];
const ASYNC = ["copyFile", "mkdir", "mkdtemp", "open", "rename", "writeFile"];
/** What a full or broken disk gives: files and folders can be made, and half of what is to be in them written. */
const OF_FULL_DISKS = ["ENOSPC", "EDQUOT", "EIO"];

/** The code that calls are refused with now; `null`: none is. */
let code: string | null = null;

function refuse(given: string): () => void {
  code = given;
  return () => {
    code = null;
  };
}

/**
 * From now on every call that makes or writes something below the place is refused, as by the system, while there is a code. Modules
 * keep some of the calls when they are loaded, so these are replaced once, before.
 */
function replaceCalls(): void {
  const isPlace = (path: unknown) => String(path).startsWith(place);
  const isRead = (name: string, [, flags = "r"]: unknown[]) =>
    name.startsWith("open") && (flags === "r" || (typeof flags === "number" && (flags & 3) === 0));
  const refused = (syscall: string, path?: unknown) =>
    Object.assign(new Error(`${code}: injected`), { code, syscall, path });
  const isFull = () => OF_FULL_DISKS.includes(code ?? "");
  const half = (content: unknown) => String(content).slice(0, String(content).length / 2);
  const replace = (target: object, name: string, replacement: (real: Call) => Call) => {
    const real = Reflect.get(target, name) as Call;
    const bound: Call = (...args) => real.apply(target, args);
    const call = replacement(bound);
    Reflect.set(target, name, (...args: unknown[]) =>
      code !== null && args.slice(0, 2).some(isPlace) && !isRead(name, args) ? call(...args) : bound(...args),
    );
  };
  for (const name of SYNC) {
    replace(fs, name, (real) => (...args) => {
      if (!isFull()) throw refused(name.replace("Sync", ""), args[0]);
      if (name !== "writeFileSync") return real(...args);
      real(args[0], half(args[1]));
      throw refused("write");
    });
  }
  for (const name of ASYNC) {
    replace(fs.promises, name, (real) => async (...args) => {
      if (!isFull()) throw refused(name, args[0]);
      if (name === "writeFile") {
        await real(args[0], half(args[1]), args[2]);
        throw refused("write");
      }
      const made = await real(...args);
      if (name === "open") {
        for (const writing of ["write", "writeFile"] as const) {
          (made as Handle)[writing] = async () => Promise.reject(refused("write"));
        }
      }
      return made;
    });
  }
  syncBuiltinESMExports();
}
replaceCalls();
const [{ cell, experiment }, { folderOfRuns }] = await Promise.all([
  import("../../analysis/make-run.js"),
  import("./in-process.js"),
]);

const { dir, scalebook, write } = folderOfRuns();
const lines = [1, 2].map((workers) => cell({ strategy: "thread-pool", workers, tasks: 8, n: 100 }, [100 / workers]));
const id = write(1, { experiments: [experiment(lines)] });
write(2, { experiments: [experiment(lines)] });
const runs = ["--runs-dir", dir];
place = join(dir, "place");
writeFileSync(join(dir, "times.csv"), "strategy,workers,wall_s\na,1,2\n");

/** Commands that write, each with the words of its message. */
const WRITING = [
  ["build", ["build", ...runs, "--out", place], "cannot"],
  ["build --single-file", ["build", "--single-file", ...runs, "--out", join(place, "x.html")], "cannot write"],
  ["report", ["report", "latest", "--format", "md", ...runs, "--out", join(place, "x.md")], "cannot write"],
  ["export", ["export", "latest", "--format", "csv", ...runs, "--out", join(place, "x.csv")], "cannot write"],
  ["export of several", ["export", "latest", "--format", "svg", ...runs, "--out", `${place}/`], "cannot write"],
  ["export --all", ["export", "--all", ...runs, "--out", join(place, "x.csv")], "cannot write"],
  ["import", ["import", "csv", join(dir, "times.csv"), "--runs-dir", place], "cannot write the run"],
  ["init", ["init", join(place, "x.yaml")], "cannot write"],
  ["merge", ["merge", dir, "--runs-dir", place], "cannot"],
  ["baseline", ["baseline", "set", id, "--runs-dir", place], "cannot"],
  [
    "run",
    [
      "run",
      "workers",
      "--strategies",
      "sequential",
      "--workers",
      "1",
      "--sizes",
      "1",
      "--blocks",
      "1",
      "--runs-dir",
      place,
    ],
    "cannot start a journal",
  ],
] as const;

const CODES = [...OF_FULL_DISKS, "EROFS", "EACCES", "EMFILE", "ENAMETOOLONG", "ENOTDIR", "ENOTEMPTY", "EISDIR"];

describe.each(CODES)("what the system refuses with %s", (given) => {
  let undo = () => {};
  beforeEach(() => {
    fs.rmSync(place, { recursive: true, force: true });
    mkdirSync(place);
    undo = refuse(given);
  });
  afterEach(() => undo());

  it.each(WRITING)("%s says with its place and what to do, and leaves nothing half", async (name, args, words) => {
    // Of this command the run lies in the folder that cannot be written.
    if (name === "baseline") {
      undo();
      writeFileSync(join(place, `${id}.json`), readFileSync(join(dir, `${id}.json`)));
      undo = refuse(given);
    }
    const { mistake: thrown, err, exitCode } = await scalebook(...args);
    // It goes on with the other runs, and counts what it could not take.
    const isMerge = name === "merge";
    const mistake = isMerge ? (err.split("\n")[0] ?? "") : thrown;
    expect(exitCode).toBe(isMerge ? 3 : 2);
    expect(mistake).toContain(words);
    expect(mistake).toContain(place);
    expect(mistake).toMatch(new RegExp(`: [^:]*; [^:]* \\(${given}\\)$`));
    undo();
    const left = fs.existsSync(place) ? readdirSync(place) : [];
    expect(left.filter((file) => file !== `${id}.json`)).toEqual([]);
  });
});
