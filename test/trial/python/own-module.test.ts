import { mkdirSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { has } from "../../needs.js";
import { leftOf, reportOf, talk } from "./host-client.js";
import { host, moduleFolder } from "./module-folder.js";

const { folder, scratch, moduleOf, trial, describeIt } = moduleFolder();

const WHOLE = `
import os
from dataclasses import dataclass

title = "points of my own"
bound = "io"

@dataclass
class Point:
    x: int
    seen: set

def setup(context):
    with open(os.path.join(context.scratch, "made"), "w") as file:
        file.write(str(context.seed))

def inputs(size, context):
    assert context.size == size
    return [Point(size + index, {"a", "b", str(index)}) for index in range(4)]

def task(point):
    print("a task may print")
    return {"x": point.x, "point": point, "more": [1.5, None, b"bytes", {3, 1, 2}]}

def check(outputs, context):
    assert [one["x"] for one in outputs] == [10, 11, 12, 13], outputs
    assert context.more.get("start-method") in (None, "spawn")

def cleanup(context):
    os.unlink(os.path.join(context.scratch, "made"))
`;

const strategies = ["sequential", "event-loop", "thread-per-task", "thread-pool", "process-per-task", "process-pool"];

describe.skipIf(!has("python3"))("a module of a user in Python", () => {
  it("notes lines, and in how many processes and threads the tasks ran", async () => {
    const text = "def task(size, index): return index\n\ndef notes(outputs): return [f'said {one}' for one in outputs]";
    const url = moduleOf("noting.py", text);
    const [threads, processes] = await Promise.all(
      ["thread-per-task", "process-per-task"].map(async (strategy) => reportOf(await trial(url, { strategy }))),
    );
    expect(threads?.notes).toEqual({ "task-1": "said 0", "task-2": "said 1", "task-3": "said 2" });
    expect([threads?.figures, processes?.figures]).toEqual([
      { processes: 1, threads: 3 },
      { processes: 3, threads: 3 },
    ]);
    const refused = await trial(
      moduleOf("no_lines.py", "def task(size): return 1\n\ndef notes(outputs): return 'one'"),
    );
    expect(refused.replies.at(-1)).toMatchObject({ kind: "failed", message: expect.stringContaining("gave no list") });
  });

  it("has the CPU of programs that its tasks start in its account, whatever the strategy", async () => {
    const text = `import os, subprocess, sys
def task(size):
    subprocess.run([sys.executable, "-S", "-c", "for i in range(10 ** 6): pass"], check=True)
    return os.times().children_user * 1000
def notes(outputs): return [str(output) for output in outputs]
`;
    const url = moduleOf("starts.py", text);
    for (const strategy of ["sequential", "thread-pool"]) {
      const { userMs, notes } = reportOf(await trial(url, { strategy, workers: 1 })) ?? {};
      const last = Number(notes?.["task-3"]);
      expect(last).toBeGreaterThan(0);
      // The account of os.times() is in steps of 10 ms, and starts with what was there before the trial.
      expect(userMs).toBeGreaterThan(last / 2);
    }
  });

  it("gives the same outputs under every strategy, in whatever process they are made", async () => {
    const url = moduleOf("whole.py", WHOLE);
    const cells = [
      ...strategies.map((strategy) => ({ strategy, more: {} })),
      { strategy: "process-pool", more: { "start-method": "spawn" } },
    ];
    // Hosts that run at once have a folder each, as in a recording.
    const folders = cells.map((_, index) => join(scratch, `trial-${index}`));
    for (const own of folders) mkdirSync(own);
    const heard = await Promise.all(
      cells.map(({ strategy, more }, index) => trial(url, { strategy, more, scratch: folders[index] ?? "" })),
    );
    const [first] = heard.map((one) => reportOf(one).outputs);
    expect(first).toEqual({ checksum: expect.any(Number), checked: true, fault: null });
    for (const one of heard) {
      expect(reportOf(one)).toMatchObject({ outputs: first, failures: [] });
      expect(one).toMatchObject({ stderr: "", exitCode: 0 });
    }
    expect(readdirSync(folder)).not.toContain("__pycache__");
    for (const own of folders) rmdirSync(own);
  });

  it("is described by its title, its bound, and the inputs that it makes", async () => {
    const url = moduleOf("described.py", WHOLE);
    const imported = { files: [join(folder, "described.py")], packages: [] };
    expect((await describeIt(url, [1, 5])).replies).toEqual([
      { kind: "described", title: "points of my own", bound: "io", tasks: [4, 4], sized: true, imported },
    ]);
    const work = "def sized(size): return size\ndef plain(): return 1\n";
    const [sized] = (await describeIt(moduleOf("two.py", work, "sized"))).replies;
    expect(sized).toEqual({
      kind: "described",
      title: "sized of two.py",
      bound: null,
      tasks: null,
      sized: true,
      imported: expect.anything(),
    });
    const [plain] = (await describeIt(moduleOf("two.py", work, "plain"))).replies;
    expect(plain).toMatchObject({ sized: false });
  });

  it("is described with its own files, and the packages that it imports with their versions", async () => {
    const packages = join(folder, "site-packages");
    mkdirSync(join(packages, "lib_of_some-1.2.dist-info"), { recursive: true });
    writeFileSync(join(packages, "somelib.py"), "");
    writeFileSync(join(packages, "lib_of_some-1.2.dist-info", "METADATA"), "Name: lib-of-some\nVersion: 1.2\n");
    writeFileSync(join(packages, "lib_of_some-1.2.dist-info", "top_level.txt"), "somelib\n");
    writeFileSync(join(folder, "own_part.py"), "import json\n");
    const text = `import sys\nsys.path.append(${JSON.stringify(packages)})\nimport somelib, own_part\ndef task(n): return n\n`;
    const [described] = (await describeIt(moduleOf("imports.py", text))).replies;
    expect(described?.imported).toEqual({
      files: [join(folder, "imports.py"), join(folder, "own_part.py")],
      packages: [{ name: "lib-of-some", version: "1.2" }],
    });
  });

  it("takes as many arguments as its function has", async () => {
    const text = `
import functools

def none(): return 1
def size(n): return n
def both(size, index): return (size, index)
def optional(size, base=2): return (size, base)
def named(size, index=None): return (size, index)
@functools.lru_cache(maxsize=None)
def wrapped(size): return size
async def later(size): return size

def check(outputs):
    raise ValueError(outputs)
`;
    const given = async (name: string) => reportOf(await trial(moduleOf("arity.py", text, name))).outputs?.fault;
    const begin = "check(outputs) raised ValueError: ";
    expect(await given("none")).toContain(`${begin}[1, 1, 1]`);
    expect(await given("size")).toContain(`${begin}[10, 10, 10]`);
    expect(await given("both")).toContain(`${begin}[(10, 0), (10, 1), (10, 2)]`);
    expect(await given("optional")).toContain(`${begin}[(10, 2), (10, 2), (10, 2)]`);
    expect(await given("named")).toContain(`${begin}[(10, 0), (10, 1), (10, 2)]`);
    expect(await given("wrapped")).toContain(`${begin}[10, 10, 10]`);
    expect(await given("later")).toContain(`${begin}[10, 10, 10]\n    at check (arity.py:`);
  });

  it("offers its function the input and the index, where it makes inputs", async () => {
    const text = `
def inputs(size): return ["a", "b"]
def none(): return 1
def input_alone(text): return text
def both(text, index): return (text, index)

def check(outputs):
    raise ValueError(outputs)
`;
    const given = async (name: string) => reportOf(await trial(moduleOf("offers.py", text, name))).outputs?.fault;
    expect(await given("none")).toContain("ValueError: [1, 1]");
    expect(await given("input_alone")).toContain("ValueError: ['a', 'b']");
    expect(await given("both")).toContain("ValueError: [('a', 0), ('b', 1)]");
  });

  it("takes turns on an event loop where it is a coroutine", async () => {
    const url = moduleOf("turns.py", "import asyncio\nasync def task(n): await asyncio.sleep(0.1)\n");
    const { tasks } = reportOf(await trial(url, { strategy: "event-loop" }));
    expect(Math.max(...tasks.map(({ startMs }) => startMs))).toBeLessThan(Math.min(...tasks.map(({ endMs }) => endMs)));
  });

  it("tells of a failure the lines of the user's own file, innermost first", async () => {
    const text = "def task(n):\n    return deep(n)\n\ndef deep(n):\n    return int('no number')\n";
    const { failures } = reportOf(await trial(moduleOf("fails.py", text), { strategy: "process-pool" }));
    const words = "ValueError: invalid literal for int() with base 10: 'no number'";
    expect(failures[0]?.message).toBe(`${words}\n    at deep (fails.py:5)\n    at task (fails.py:2)`);
  });

  it.each(["process-per-task", "process-pool"])(
    "says so where a result cannot leave its process (%s)",
    async (strategy) => {
      const text = "def task(n, index): return (lambda: 1) if index == 1 else n\n";
      const { failures, tasks } = reportOf(await trial(moduleOf("gives.py", text), { strategy }));
      expect(tasks.map(({ index }) => index)).toEqual([0, 2]);
      expect(failures).toEqual([{ index: 1, message: expect.stringContaining("the result could not be pickled") }]);
    },
  );

  it("gives up the task of a pool's process that was killed, and awaits the others", async () => {
    const text = `
import os, signal, time

def task(size, index):
    if index == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.3)
    return index
`;
    const heard = await trial(moduleOf("killed.py", text), { strategy: "process-pool", tasks: 6 });
    const { tasks, failures, hung } = reportOf(heard);
    expect(tasks.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5]);
    const message = "a worker of the pool ended (SIGKILL): multiprocessing.Pool never answers for its task";
    expect(failures).toEqual([{ index: 0, message }]);
    expect(hung).toEqual([0]);
    expect(await leftOf(heard.pid)).toEqual([]);
  });

  it.each(["thread-per-task", "process-per-task"])("opens no more files with more tasks (%s)", async (strategy) => {
    const text = `
import os

def task(size, index):
    return len(os.listdir("/proc/self/fd"))

def check(outputs):
    return max(outputs) < 30
`;
    const heard = await trial(moduleOf("files.py", text), { strategy, tasks: 40 });
    expect(reportOf(heard)).toMatchObject({ failures: [], outputs: { fault: null } });
  });

  it("sees outputs that changed places, and leaves those that cannot be compared", async () => {
    const checksum = async (name: string, text: string) =>
      reportOf(await trial(moduleOf(name, text))).outputs?.checksum;
    const order = await checksum("order.py", "def task(n, index): return [1, 2, 3][index]\n");
    expect(await checksum("changed.py", "def task(n, index): return [2, 1, 3][index]\n")).not.toBe(order);
    expect(await checksum("again.py", "def task(n, index): return index + 1\n")).toBe(order);
    expect(await checksum("function.py", "def task(n): return print\n")).toBeNull();
    const array = "import array\ndef task(n): return array.array('d', [1, %s])\n";
    const two = await checksum("two_arrays.py", array.replace("%s", "2"));
    expect(await checksum("three_arrays.py", array.replace("%s", "3"))).not.toBe(two);
    const large = await checksum(
      "large.py",
      "def task(n): return [3 ** 20000 + n, memoryview(b'abcd').cast('B', [2, 2])]\n",
    );
    expect(large).toEqual(expect.any(Number));
    expect(
      await checksum("larger.py", "def task(n): return [3 ** 20001 + n, memoryview(b'abcd').cast('B', [2, 2])]\n"),
    ).not.toBe(large);
    const time = "import datetime, decimal\ndef task(n): return (datetime.date(2020, 1, %s), decimal.Decimal('1.0'))\n";
    const first = await checksum("date.py", time.replace("%s", "1"));
    expect(first).toEqual(expect.any(Number));
    expect(await checksum("date_2.py", time.replace("%s", "2"))).not.toBe(first);
  });

  const task = "def task(n): return n\n";
  it.each([
    ["random.py", task, "random.py has the name of a module that Python has already: give the file another name"],
    ["a.b.py", task, "a.b.py cannot be imported by its name: give it one without dots before .py"],
    ["empty.py", "", "empty.py has no function task: write def task(input): ..."],
    ["number.py", "task = 1\n", "number.py has task, but as int: it must be a function"],
    ["bound.py", `bound = "all"\n${task}`, "bound.py has bound = 'all': it must be one of cpu, io, wait"],
    ["title.py", `title = 1\n${task}`, "title.py has a title that is no text"],
    ["syntax.py", "def task(:\n", "syntax.py cannot be imported: SyntaxError: invalid syntax (syntax.py, line 1)"],
    [
      "missing.py",
      "import no_such_thing\n",
      expect.stringMatching(
        /^missing.py cannot be imported: ModuleNotFoundError: No module named 'no_such_thing'\n {4}at <module> \(missing.py:1\)\nInstall it for \/.*, or name the Python that has it with --interpreter$/,
      ),
    ],
    [
      "leaves.py",
      "import sys\nsys.exit(3)\n",
      "leaves.py cannot be imported: SystemExit: 3\n    at <module> (leaves.py:2)",
    ],
    [
      "yields.py",
      "def task(n): yield n\n",
      "yields.py has task with yield: calling it does nothing yet, so let it return what it makes",
    ],
    ["none.py", `def inputs(size): return []\n${task}`, "inputs(10) gave an empty list: there is no task to do"],
    [
      "text.py",
      `def inputs(size): return "abc"\n${task}`,
      "inputs(10) gave no list: it must return a list, one entry a task",
    ],
    [
      "setup.py",
      `def setup(): 1 / 0\n${task}`,
      "setup raised ZeroDivisionError: division by zero\n    at setup (setup.py:1)",
    ],
  ])("is refused in words where it does not fit: %s", async (name, text, message) => {
    expect((await trial(moduleOf(name, text))).replies).toEqual([{ kind: "failed", message }]);
  });

  it("is missed by its path", async () => {
    const { replies } = await trial(String(pathToFileURL(join(folder, "nowhere.py"))));
    expect(replies).toEqual([{ kind: "failed", message: `there is no file ${join(folder, "nowhere.py")}` }]);
  });

  it("ends the host where its task leaves in the host's own thread", async () => {
    const heard = await trial(moduleOf("exits.py", "import sys\ndef task(n): sys.exit(5)\n"));
    const stderr = "SystemExit: 5\n    at task (exits.py:2)";
    expect(heard).toMatchObject({ replies: [], exitCode: 5, stderr });
  });
});

describe.skipIf(!has("python3"))("a platform that gives no figures of a process", () => {
  it.each(["thread-pool", "process-pool"])("has none in the report (%s)", async (strategy) => {
    const site = join(folder, `site-${strategy}`);
    mkdirSync(site);
    writeFileSync(
      join(site, "sitecustomize.py"),
      `
import builtins, os, sys
sys.modules["resource"] = None

def without_proc(real):
    def opened(path, *more, **named):
        if str(path).startswith("/proc"):
            raise FileNotFoundError(path)
        return real(path, *more, **named)
    return opened

builtins.open, os.open = without_proc(open), without_proc(os.open)
del os.register_at_fork
`,
    );
    const workload = moduleOf("figures.py", "def task(n): return n\n");
    const spec = { strategy, workload, workers: 2, tasks: 2, n: 1, launch: "bounded", pool: "fresh", seed: 7, scratch };
    const request = { kind: "trial", spec: { ...spec, more: { "start-method": "spawn", heap: 64 } } };
    const report = reportOf(await talk(host, request, { env: { PYTHONPATH: site } }));
    expect(report).toMatchObject({ userMs: null, sysMs: null, peakRssBytes: null, failures: [] });
    expect(report.notes.heap).toBe("this platform has no limit on the memory of a process");
    for (const task of report.tasks) expect(task).toMatchObject({ queueMs: null, waitBeforeMs: null });
  });
});

describe.skipIf(!has("python3"))("an interpreter without the lock", () => {
  /** Stands in for a free-threaded build, which the machine may not have. */
  async function pretend(builtFree: number, locked: string): Promise<object | undefined> {
    const site = join(folder, `site-${builtFree}-${locked}`);
    mkdirSync(site);
    writeFileSync(
      join(site, "sitecustomize.py"),
      `
import sys, sysconfig
real = sysconfig.get_config_var
sysconfig.get_config_var = lambda name: ${builtFree} if name == "Py_GIL_DISABLED" else real(name)
sys._is_gil_enabled = lambda: ${locked}
`,
    );
    return (await talk(host, { kind: "about" }, { env: { PYTHONPATH: site } })).replies[0];
  }

  it("is recognised, and told from one that was given the lock back", async () => {
    const version = expect.stringMatching(/^\d+\.\d+\.\d+\w*t$/);
    expect(await pretend(1, "False")).toMatchObject({ freeThreaded: true, version });
    expect(await pretend(1, "True")).toMatchObject({ freeThreaded: false, version });
    expect(await pretend(0, "True")).toMatchObject({ freeThreaded: false, version: expect.stringMatching(/\d$/) });
  });
});
