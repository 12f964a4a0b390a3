import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { launchHost } from "../../../.build/runner/processes/launch-host.js";
import { marked } from "../../../.build/runner/processes/left-behind.js";
import { superviseProgram } from "../../../.build/runner/processes/supervised-process.js";
import { trialRecord } from "../../../.build/runner/trials/trial-record.js";
import { packagePaths } from "../../../src/package-paths.js";
import { trial as trialSchema } from "../../../src/record/schema/trial-schema.js";
import { aliveWithEnvironment } from "../../alive.js";
import { has } from "../../needs.js";
import { testFolder } from "../guarded-folder.js";

const { folder, environment: unmarked, options } = await testFolder();
const environment = marked(unmarked, folder);
let modules = 0;

/** The trial that is made of a module with this text, as it would stand in a run file. */
async function trialOf(text: string, more: { strategy?: string; tasks?: number; timeoutMs?: number } = {}) {
  const path = join(folder, `own-${modules++}.mjs`);
  const scratch = join(folder, `scratch-${modules}`);
  mkdirSync(scratch, { recursive: true });
  writeFileSync(path, text);
  const { strategy = "sequential", tasks = 1, timeoutMs = 5_000 } = more;
  const levels = { workers: 1, tasks, n: 1, launch: "bounded", pool: "fresh", seed: 1 } as const;
  const spec = { strategy, workload: pathToFileURL(path).href, ...levels, scratch, env: environment };
  const launched = await launchHost({ kind: "trial", spec }, { ...options, environment, timeoutMs });
  const recorded = trialRecord(
    launched,
    { block: 0, position: 0 },
    { factors: { strategy, workers: 1 }, checksum: undefined },
  );
  expect(trialSchema.safeParse(recorded).error).toBeUndefined();
  return recorded;
}

const task = (body: string, head = "") => `${head}\nexport const task = async (input) => { ${body} };`;

describe.skipIf(process.platform === "win32")("a module that does what none should", () => {
  it.each([
    [
      "writes junk where the host replies",
      task('fs.writeSync(4, "junk\\n{\\"kind\\":\\"report\\"}\\n");', 'import fs from "node:fs";'),
    ],
    ["has no channel to write junk on", task("process.send?.({ junk: 1 }); return String(process.send);")],
    [
      "fakes the time",
      task("return performance.now();", "performance.now = Date.now = () => 7; process.hrtime.bigint = () => 7n;"),
    ],
    [
      "removes its folder",
      task(
        "fs.rmSync(context.scratch, { recursive: true });",
        'import fs from "node:fs"; let context; export const setup = (c) => { context = c; };',
      ),
    ],
    ["leaves a timer", task("setInterval(() => {}, 10);")],
    [
      "ends its input and output",
      task("for (const file of [0, 1, 2]) fs.closeSync(file);", 'import fs from "node:fs";'),
    ],
  ])("is measured where it %s", async (_, text) => {
    const trial = await trialOf(text);
    expect(trial).toMatchObject({ status: "ok", wallMs: expect.any(Number) });
    expect(trial.startUpMs).toBeGreaterThan(0);
  });

  it("is measured where it replaces what the host uses, and that is noted", async () => {
    const head =
      "Array.prototype.flatMap = JSON.stringify = Math.min = () => { throw new Error('mine'); }; Array.prototype.toJSON = () => 'no';";
    const trial = await trialOf(task("return [1].map((x) => x + 1);", head));
    expect(trial).toMatchObject({ status: "ok", workersUsed: 1 });
    expect(trial.notes?.["changed-globals"]?.split(", ").toSorted()).toEqual(
      ["Array.prototype.flatMap", "Array.prototype.toJSON", "JSON.stringify", "Math.min"].toSorted(),
    );
  });

  it("has failed in words that name what it replaced where nothing goes without", async () => {
    const { status, reason, detail, trace } = await trialOf(
      task("", "Promise.race = () => { throw new Error('mine'); };"),
    );
    expect({ status, reason, detail }).toEqual({ status: "failed", reason: "error", detail: "Error: mine" });
    expect(trace?.at(-1)).toBe("    after the module changed Promise.race");
  });

  it("has failed where what it replaced ends the trial without a report", async () => {
    const { reason, detail, trace } = await trialOf(task("", "Promise.prototype.then = undefined;"));
    expect([reason, detail]).toEqual(["error", "Error: the trial ended without a report"]);
    expect(trace?.at(-1)).toBe("    after the module changed Promise.prototype.then");
  });

  it.each([
    [3, "error", /^Error: file descriptor 3 was closed by the task: the host needs it$/],
    [4, "exit", /^exit code 74: Error: EBADF.*: the host cannot reply on file descriptor 4$/],
  ])("has failed where it closes descriptor %d", async (file, reason, detail) => {
    const trial = await trialOf(task(`fs.closeSync(${file});`, 'import fs from "node:fs";'));
    expect(trial).toMatchObject({ status: "failed", reason, detail: expect.stringMatching(detail) });
  });

  it("has failed where it closes all that it can", async () => {
    const close = "for (let file = 0; file < 5; file++) fs.closeSync(file);";
    const { detail } = await trialOf(
      `import fs from "node:fs"; export const task = () => 1; export const cleanup = () => { ${close} };`,
    );
    expect(detail).toBe("exit code 74: file descriptors of the host were closed by the task");
  });

  it.each([
    ["null", "null, which is no Error"],
    ["{ code: 5, why: 'so' }", "{ code: 5, why: 'so' }, which is no Error"],
    ["{ message: 'told' }", "Error: told"],
  ])("that throws %s keeps the words under every strategy, also late", async (thrown, words) => {
    for (const strategy of ["sequential", "thread-per-task", "process-per-task", "thread-pool", "process-pool"]) {
      const trial = await trialOf(task(`throw ${thrown};`), { strategy });
      const { status, reason, detail } = trial;
      expect({ strategy, status, reason, detail }).toMatchObject({ strategy, status: "failed", reason: "task-error" });
      expect(detail, strategy).toBe(`task 0: ${words}`);
    }
    const late = task(`Promise.reject(${thrown}); await new Promise((then) => setTimeout(then, 2_000));`);
    for (const strategy of ["thread-per-task", "thread-pool"]) {
      expect((await trialOf(late, { strategy })).detail).toContain(words);
    }
    for (const throws of [`setTimeout(() => { throw ${thrown}; })`, `Promise.reject(${thrown})`]) {
      const { reason, detail } = await trialOf(
        task(`${throws}; await new Promise((then) => setTimeout(then, 2_000));`),
      );
      expect([reason, detail]).toEqual(["exit", expect.stringContaining(words)]);
    }
  });

  it("keeps its words where ending the workers ends the host, as Node 20 may do", async () => {
    const end = "setImmediate(() => process.kill(process.pid, 'SIGKILL')); throw new Error('mine');";
    const { status, reason, detail } = await trialOf(task(end));
    expect({ status, reason, detail }).toMatchObject({ status: "failed", reason: "task-error" });
    expect(detail).toBe("task 0: Error: mine");
  });

  it("may send messages of its own from a worker", async () => {
    const threads = task(
      "parentPort.postMessage({ junk: 1 }); return 1;",
      'import { parentPort } from "node:worker_threads";',
    );
    const processes = task("process.send?.({ junk: 1 }); return 1;");
    expect(await trialOf(threads, { strategy: "thread-per-task" })).toMatchObject({ status: "ok" });
    expect(await trialOf(processes, { strategy: "process-per-task" })).toMatchObject({ status: "ok" });
  });

  it.skipIf(process.platform !== "linux")("leaves nothing behind, in a session of its own neither", async () => {
    const head = 'import { spawn } from "node:child_process";';
    const away = "spawn('/bin/sleep', ['98'], { detached: true, stdio: 'ignore' }).unref();";
    const trial = await trialOf(task(`${away} await new Promise((then) => setTimeout(then, 30));`, head));
    expect(trial).toMatchObject({ status: "ok", notes: { "left-behind": "sleep" } });
    const mark = environment.SCALEBOOK_MARK as string;
    for (let wait = 0; wait < 50 && aliveWithEnvironment(mark).length > 0; wait++) await pause(10);
    expect(aliveWithEnvironment(mark)).toEqual([]);
    expect((await trialOf(task("return 1;"))).notes).toBeUndefined();
  });

  it("may take the whole folder away", async () => {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    expect(existsSync(join(folder, "guarded-processes"))).toBe(false);
    expect(await trialOf(task("return 1;"))).toMatchObject({ status: "ok" });
  });
});

describe.skipIf(process.platform !== "linux")("what leaves the group of its trial", () => {
  const isGone = async (words: string) => {
    const mark = environment.SCALEBOOK_MARK as string;
    for (let wait = 0; wait < 50 && aliveWithEnvironment(mark).length > 0; wait++) await pause(10);
    expect(aliveWithEnvironment(mark), words).toEqual([]);
  };

  it.skipIf(!has("python3"))("is ended after a task in Python", async () => {
    const path = join(folder, "leaves.py");
    writeFileSync(path, "import subprocess\ndef task(n): subprocess.Popen(['sleep', '97'], start_new_session=True)\n");
    const levels = { workers: 1, tasks: 1, n: 1, launch: "bounded", pool: "fresh", seed: 1 } as const;
    const spec = {
      strategy: "sequential",
      workload: pathToFileURL(path).href,
      ...levels,
      scratch: folder,
      env: environment,
    };
    const hostWords = ["python3", "-B", packagePaths.pythonHost];
    const launched = await launchHost({ kind: "trial", spec }, { ...options, environment, hostWords });
    expect(launched).toMatchObject({ reply: { kind: "report" }, leftBehind: ["sleep"] });
    await isGone("Python");
  });

  it("is ended after a command", async () => {
    const command = { line: "setsid sleep 96 & sleep 0.05" };
    const program = { command, environment: { PATH: process.env.PATH ?? "", ...environment } };
    const end = await superviseProgram(program, { ...options, sampling: "none" });
    expect(end).toMatchObject({ exitCode: 0, leftBehind: ["sleep"] });
    await isGone("a command");
  });
});
