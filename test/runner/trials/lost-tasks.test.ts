import { describe, expect, it } from "vitest";
import type { HostEnd } from "../../../src/runner/processes/launch-host.js";
import { withLoss } from "../../../src/runner/trials/lost-tasks.js";
import { trialRecord } from "../../../src/runner/trials/trial-record.js";
import type { TrialReport } from "../../../src/trial/messages.js";
import { sampleHostEnd, sampleReport } from "../sample-host-end.js";

const EXPECTED = { factors: { strategy: "thread-pool", workers: 2 }, checksum: undefined };

const task = (index: number) => ({
  index,
  worker: 1,
  startMs: 1005,
  endMs: 1010,
  cpuMs: 4,
  queueMs: 0,
  waitBeforeMs: 0,
  checksum: 1,
});

const report = sampleReport([task(0), task(1)]);

const launched = sampleHostEnd(report);

const recorded = (how: Partial<HostEnd>) => {
  const given = { ...launched, ...how };
  return withLoss(trialRecord(given, { block: 0, position: 0 }, EXPECTED), given, 4);
};
const reported = (more: Partial<TrialReport>, stderr = "") =>
  recorded({ reply: { kind: "report", report: { ...report, ...more } }, stderr });

describe("withLoss", () => {
  it("adds nothing to a trial that lost nothing", () => {
    const trial = recorded({});
    expect(trial).not.toHaveProperty("lostTasks");
    expect(trial).not.toHaveProperty("notes");
  });

  it("keeps the tasks that finished beside those that are lost", () => {
    const failures = [
      { index: 3, message: "Error: no answer within 2000 ms" },
      { index: 2, message: "Error: Worker exited unexpectedly" },
    ];
    expect(reported({ failures, hung: [3] })).toMatchObject({
      status: "failed",
      reason: "task-error",
      wallMs: null,
      taskMs: [5, 5],
      lostTasks: [2, 3],
      figures: { finished: 2, lost: 2, hung: 1, "caller-ended": 0 },
      notes: { "caller-saw": "task 3: Error: no answer within 2000 ms; task 2: Error: Worker exited unexpectedly" },
    });
  });

  it("says equal words once", () => {
    const failures = [1, 2, 3].map((index) => ({ index, message: "Error: gone" }));
    expect(reported({ failures }).notes).toEqual({ "caller-saw": "tasks 1, 2, 3: Error: gone" });
  });

  it("leaves out the page that some pools add", () => {
    const message =
      "Error: Worker terminated\n    exitCode: `null`\n    signalCode: `SIGKILL`\n    script: `/x/y.js`\n    stdout: ``";
    expect(reported({ failures: [{ index: 2, message }] }).notes?.["caller-saw"]).toBe(
      "task 2: Error: Worker terminated exitCode: null signalCode: SIGKILL",
    );
  });

  it("knows a worker process that ran out of memory by its last words", () => {
    const failures = [{ index: 2, message: "Error: Worker exited unexpectedly" }];
    const stderr = "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory";
    expect(reported({ failures }, stderr)).toMatchObject({ status: "failed", reason: "out-of-memory", lostTasks: [2] });
    const tooLong = "# Fatal error in , line 0\n# Fatal JavaScript invalid size error 169220804";
    expect(reported({ failures }, tooLong).reason).toBe("out-of-memory");
  });

  it("loses every task with the caller", () => {
    expect(recorded({ reply: null, signal: "SIGKILL" })).toMatchObject({
      status: "failed",
      reason: "killed",
      lostTasks: [0, 1, 2, 3],
      figures: { finished: 0, lost: 4, hung: 0, "caller-ended": 1 },
      notes: { "caller-saw": "nothing: the caller itself was ended by SIGKILL" },
    });
    const stderr = "Uncaught:\nError: a callback of the task threw\n    at x\n\nNode.js v20";
    expect(recorded({ reply: null, exitCode: 1, stderr }).notes?.["caller-saw"]).toBe(
      "nothing: the caller itself was ended with exit code 1 (Error: a callback of the task threw)",
    );
  });

  it("does not blame the caller for the runner's time-out", () => {
    expect(recorded({ reply: null, ended: "timeout", signal: "SIGKILL" })).toMatchObject({
      status: "timeout",
      figures: { "caller-ended": 0 },
    });
  });
});
