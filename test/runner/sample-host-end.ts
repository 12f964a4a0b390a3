import type { HostEnd } from "../../src/runner/processes/launch-host.js";
import type { TaskReport, TrialReport } from "../../src/trial/messages.js";

/** The report of a trial that took 30 ms. */
export function sampleReport(tasks: TaskReport[]): TrialReport {
  return {
    wallMs: 30,
    startUpMs: 5,
    workMs: 25,
    tearDownMs: 1,
    userMs: 20,
    sysMs: 2,
    peakRssBytes: 1e6,
    originMs: 1000,
    tasks,
    failures: [],
    hung: [],
    figures: {},
    notes: {},
  };
}

/** The end of a host that replied with a report. */
export function sampleHostEnd(report: TrialReport): HostEnd {
  return {
    reply: { kind: "report", report },
    hostMs: 90,
    peakPssBytes: 5e6,
    ended: "exit",
    exitCode: 0,
    signal: null,
    stderr: "",
  };
}
