import { describe, expect, it } from "vitest";
import { has } from "../../needs.js";
import { leftOf, reportOf } from "./host-client.js";
import { moduleFolder } from "./module-folder.js";

const { moduleOf, trial } = moduleFolder();

describe.skipIf(!has("python3"))("a module in Python that does what none should", () => {
  it("ends soon where every task ends its process of the pool", async () => {
    const text = "import sys\ndef task(n): sys.exit(3)\n";
    const heard = await trial(moduleOf("exits_all.py", text), { strategy: "process-pool", tasks: 8 });
    const { tasks, failures } = reportOf(heard);
    expect(tasks).toEqual([]);
    const message = "a worker of the pool ended (exit code 3): multiprocessing.Pool never answers for its task";
    expect(failures).toEqual(Array.from({ length: 8 }, (_, index) => ({ index, message })));
    expect(await leftOf(heard.pid)).toEqual([]);
  });

  it.each(["thread-per-task", "thread-pool", "process-pool"])(
    "may lie beside a file with the name of a module that %s needs",
    async (strategy) => {
      moduleOf("queue.py", "");
      const heard = await trial(moduleOf("beside.py", "def task(n): return n\n"), { strategy });
      expect(reportOf(heard).failures).toEqual([]);
    },
  );

  it("is told where processes cannot be spawned for the files that it lies beside", async () => {
    moduleOf("queue.py", "");
    const more = { strategy: "process-pool", more: { "start-method": "spawn" } };
    const { failures } = reportOf(await trial(moduleOf("beside.py", "def task(n): return n\n"), more));
    const message = "a worker of the pool ended (exit code 1): multiprocessing.Pool never answers for its task";
    expect(failures).toEqual([0, 1, 2].map((index) => ({ index, message })));
  });

  it("may leave a thread that goes on", async () => {
    const text = "import threading, time\ndef task(n): threading.Thread(target=time.sleep, args=(1000,)).start()\n";
    const heard = await trial(moduleOf("goes_on.py", text));
    expect(reportOf(heard).failures).toEqual([]);
    expect(heard.exitCode).toBe(0);
  });

  it("is told that it closed the host's pipe", async () => {
    const heard = await trial(moduleOf("closes.py", "import os\ndef task(n): os.close(4)\n"), { tasks: 1 });
    const stderr = "[Errno 9] Bad file descriptor: the host cannot reply on file descriptor 4\n";
    expect(heard).toMatchObject({ replies: [], exitCode: 74, stderr });
    const all = await trial(moduleOf("closes_all.py", "import os\ndef task(n): os.closerange(0, 256)\n"), { tasks: 1 });
    expect(all).toMatchObject({ replies: [], exitCode: 74, stderr: "" });
  });

  it("is told that it closed the pipe of requests", async () => {
    const heard = await trial(moduleOf("closes_3.py", "import os\ndef task(n): os.close(3)\n"), { tasks: 1 });
    const message = "file descriptor 3 was closed by the task: the host needs it";
    expect(heard).toMatchObject({ replies: [{ kind: "failed", message }], exitCode: 0 });
  });

  it("is measured where it replaces what the host uses", async () => {
    const replaced = "json.dumps = os.write = time.monotonic_ns = time.thread_time_ns = None";
    const text = `import json, os, time\n${replaced}\ndef task(n): return n\n`;
    const { failures, wallMs } = reportOf(await trial(moduleOf("replaces.py", text)));
    expect([failures, wallMs > 0]).toEqual([[], true]);
  });

  it.each([
    ["prints much", "print('x' * 3_000_000)", "sequential"],
    ["changes the folder", "import os; os.chdir('/')", "process-per-task"],
    ["closes what it prints to", "import sys; sys.stdout.close()", "thread-pool"],
    [
      "leaves a daemon",
      "import threading, time; threading.Thread(target=time.sleep, args=(99,), daemon=True).start()",
      "thread-pool",
    ],
    ["starts a program that goes on", "import subprocess; subprocess.Popen(['sleep', '0.5'])", "process-pool"],
    ["gives what is not equal to itself", "return float('nan')", "process-pool"],
  ])("is measured where it %s", async (_, body, strategy) => {
    const heard = await trial(moduleOf("odd.py", `def task(n):\n    ${body}\n`), { strategy });
    expect(reportOf(heard)).toMatchObject({ failures: [], hung: [], outputs: { checksum: expect.any(Number) } });
    expect(heard.exitCode).toBe(0);
    expect(await leftOf(heard.pid)).toEqual([]);
  });
});
