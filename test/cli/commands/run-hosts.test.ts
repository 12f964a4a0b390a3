import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseRun } from "../../../src/record/schema/parse-run.js";
import { withId } from "../../../src/record/schema/run-id.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { aliveWithEnvironment } from "../../alive.js";
import { workplace } from "../harness.js";
import { folderOfRuns } from "./in-process.js";

const fake = fileURLToPath(new URL("../../remote/fake-ssh.mjs", import.meta.url));
const { dir, env, scalebook } = workplace();
const { scalebook: inProcess } = folderOfRuns();
const kept = join(dir, "kept");
Object.assign(env, { SCALEBOOK_SSH: `node ${fake} ${kept}` });
writeFileSync(join(dir, "task.mjs"), 'import { size } from "./size.mjs"; export const task = () => size;');
writeFileSync(join(dir, "size.mjs"), "export const size = 7;");
const levels = ["--strategies", "sequential", "--tasks", "2", "--blocks", "2", "--control", "0%"];
const study = ["--module", "./task.mjs", ...levels];

async function record(hosts: string, ...more: string[]) {
  const { exitCode, stdout, stderr } = await scalebook("run", ...study, "--hosts", hosts, "--json", ...more);
  const { hosts: results } = JSON.parse(stdout) as { hosts: { host: string; runs: string[]; earlier: string[] }[] };
  return { exitCode, stderr, results };
}

function runsIn(folder: string) {
  return readdirSync(join(dir, folder)).map((name) =>
    parseRun(JSON.parse(readFileSync(join(dir, folder, name), "utf8")), name),
  );
}

/** A run as it is kept where it was interrupted after its first repeat. */
function interrupted(run: Run): Run {
  const cells = (run.experiments[0]?.cells ?? []).map((cell) => ({ ...cell, trials: cell.trials.slice(0, 1) }));
  const experiments = run.experiments.map((one) => ({ ...one, cells }));
  const plan = run.plan && { ...run.plan, blocksFinished: 1 };
  return withId({ ...run, status: "interrupted", experiments, ...(plan && { plan }) });
}

describe("scalebook run --hosts", () => {
  it("records on each host by itself, brings every run here, and carries program and study over once", async () => {
    const { exitCode, results, stderr } = await record("one,two");
    expect(stderr).toMatch(/^one {2}.*repeat/m);
    expect(stderr).toMatch(/^two {2}.*repeat/m);
    expect(exitCode).toBe(0);
    const runs = runsIn("runs");
    expect(runs.map(({ id }) => id).sort()).toEqual(results.flatMap((one) => one.runs).sort());
    expect(runs).toHaveLength(2);
    for (const { status, experiments, command } of runs) {
      expect(status).toBe("complete");
      expect(experiments[0]?.cells[0]?.trials.map((trial) => trial.status)).toEqual(["ok", "ok"]);
      expect(command).toContain("scalebook run --module ./task.mjs --strategies sequential --tasks 2 --blocks 2");
    }
    for (const host of ["one", "two"]) {
      expect(readdirSync(join(kept, host, "remote", "program"))).toHaveLength(1);
      expect(readdirSync(join(kept, host, "remote", "study"))).toHaveLength(1);
    }
  }, 60_000);

  it("tells of a folder that takes no runs before anything is recorded", async () => {
    writeFileSync(join(dir, "a-file"), "");
    const { exitCode, stderr } = await scalebook("run", ...study, "--hosts", "one", "--runs-dir", "a-file");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^scalebook: cannot write runs to a-file: it, or a part of its path, is a file/);
  });

  it("prints a row a host with its reason where it fails, and what to do next", async () => {
    writeFileSync(join(kept, "full"), "no folder");
    const folder = join(kept, "one", "remote", "study");
    const [hash = ""] = readdirSync(folder);
    const carried = join(folder, hash, "size.mjs");
    writeFileSync(carried, "export const size = 8;");
    for (const name of ["old", "recent"]) mkdirSync(join(folder, name));
    const then = new Date(Date.now() - 31 * 24 * 60 * 60 * 1_000);
    utimesSync(join(folder, "old"), then, then);
    // As where it could not hand over what it recorded before.
    const place = join(kept, "one", "remote", "runs");
    const [order = ""] = readdirSync(place);
    const [name = ""] = readdirSync(join(place, order));
    const [file = ""] = readdirSync(join(place, order, name, "done"));
    const earlier = interrupted(JSON.parse(readFileSync(join(place, order, name, "done", file), "utf8")));
    const earlierFile = join(place, order, name, `${earlier.id}.json`);
    writeFileSync(earlierFile, JSON.stringify(earlier));
    const hosts = "down,one,old,bare,locked,full";
    const { exitCode, stdout } = await scalebook("run", ...study, "--hosts", hosts, "--runs-dir", "some");
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^The task of task.mjs:\n- one: Sequential, /);
    const [head, ...lines] = stdout.slice(stdout.indexOf("machine ")).split("\n");
    expect(head).toMatch(/^machine +run +recorded in +problem$/);
    const expected = [
      /^down +none +no connection: ssh: connect to host down port 22: Connection refused$/,
      // On pages the machine goes by its id where others have its name.
      new RegExp(
        runsIn("some")
          .map(({ id, machine }) => `^one \\(${machine.id.slice(2, 8)}\\) +${id} +`)
          .at(-1) ?? "none",
      ),
      /^old +none +it has Node v18\.20\.4, and here it is v[\d.]+: times of two major versions are not compared; --hosts-node names another Node there$/,
      /^bare +none +its PATH has no node for a login without a terminal: .*--hosts-node/,
      /^locked +none +no connection: .*Permission denied .*no password either: log in there with a key/,
      /^full +none +.*full\/remote cannot be used \(E[A-Z]+: .*\): make room there, or let SCALEBOOK_CACHE/,
      new RegExp(`^From one comes an earlier recording of this study too: ${earlier.id}$`),
      /^1 machine of 6 recorded$/,
      /^`scalebook build` shows what was recorded$/,
      /^The same command with --resume goes on with what is missing$/,
    ];
    expect(lines).toEqual(expected.map((line) => expect.stringMatching(line)));
    // What was carried over and changed is mended, so that hosts measure what was sent; what was not used for a month is removed.
    expect(readFileSync(carried, "utf8")).toBe("export const size = 7;");
    expect(readdirSync(folder).sort()).toEqual([hash, "recent"].sort());
    rmSync(join(folder, "recent"), { recursive: true });
    rmSync(earlierFile);
  }, 60_000);

  it("says of a program that gives no result that it was recorded: going on would give none either", async () => {
    const program = ["--command", "false", "--workers", "1", "--blocks", "1", "--control", "0%"];
    const { exitCode, stdout } = await scalebook("run", ...program, "--hosts", "one", "--runs-dir", "failing");
    expect(stdout).toMatch(/^one \(\w{6}\) +\S+ .*a program gave no result$/m);
    expect(stdout).toContain("1 machine of 1 recorded\n");
    expect(stdout).not.toContain("--resume");
    expect(exitCode).toBe(2);
  }, 60_000);

  it("goes on with what a host did not finish, and leaves finished hosts alone", async () => {
    const place = join(kept, "two", "remote", "runs");
    const [order = ""] = readdirSync(place);
    const [name = ""] = readdirSync(join(place, order));
    const done = join(place, order, name, "done");
    // As where it was interrupted after its first repeat.
    const [file = ""] = readdirSync(done);
    const finished = JSON.parse(readFileSync(join(done, file), "utf8"));
    rmSync(done, { recursive: true });
    writeFileSync(join(place, order, name, file), JSON.stringify(interrupted(finished)));
    const { exitCode, results } = await record("one,two", "--runs-dir", "resumed", "--resume");
    expect(exitCode).toBe(0);
    expect(results.map(({ runs }) => runs.length)).toEqual([1, 2]);
    expect(results.map(({ earlier }) => earlier)).toEqual([[], []]);
    const there = runsIn("resumed");
    expect(there.filter(({ status }) => status === "complete")).toHaveLength(2);
    expect(there.filter(({ resumed }) => resumed !== undefined)).toHaveLength(1);
    // What was gone on with is no longer open: it is put aside with what went on with it.
    const again = await record("two", "--runs-dir", "again", "--resume");
    expect(again.stderr).toContain("was finished here already");
    expect(again.results.map(({ runs }) => runs.length)).toEqual([1]);
  }, 60_000);

  it.each([
    [["--hosts", "a b"], '--hosts has "a b": give host names as ssh takes them'],
    [["--hosts", "-oProxyCommand=x"], '--hosts has "-oProxyCommand=x"'],
    [["--hosts", "a,a"], "--hosts names a twice"],
    [["--hosts", "one", "--strategies", "queue"], "the strategy queue has machines of its own"],
    [["--hosts", "one", "--slurm"], "--hosts and --slurm were both given"],
    [["--hosts", "one", "--plan"], "--plan and --hosts were both given"],
    [["--hosts", "one", "--extend", "latest"], "--extend and --hosts were both given"],
  ])("refuses %j before anything is sent", async (args, message) => {
    expect((await inProcess("run", ...study, ...args)).mistake).toContain(message);
  });

  it("is not what start does, which says so", async () => {
    expect((await inProcess("start", "--hosts", "one")).mistake).toContain("give --hosts and --slurm to scalebook run");
  });

  it("leaves nothing running and no lock behind", () => {
    expect(aliveWithEnvironment(kept)).toEqual([]);
    for (const host of ["one", "two"]) {
      expect(readdirSync(join(kept, host, "remote")).sort()).toEqual(["program", "runs", "study"]);
    }
  });
});
