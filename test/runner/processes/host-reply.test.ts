import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import { hostReply } from "../../../src/runner/processes/host-reply.js";
import type { Reply, TrialReport } from "../../../src/trial/messages.js";

describe("what a host sends", () => {
  it("is, once parsed, what the protocol says, field by field", () => {
    // Holds where this compiles. In the source itself a field that is renamed on one side does not compile either.
    expectTypeOf<z.output<typeof hostReply>>().toEqualTypeOf<Reply>();
  });

  const report: TrialReport = {
    ...{ wallMs: 3, startUpMs: 1, workMs: 2, tearDownMs: 0, userMs: null, sysMs: null, peakRssBytes: 1, originMs: -1 },
    ...{ tasks: [], failures: [{ index: 0, message: "no" }], hung: [0], figures: { a: null }, notes: { a: "b" } },
  };

  it.each<Reply>([
    { kind: "worked" },
    { kind: "worked", failures: [{ index: 1, message: "Error: mine" }] },
    { kind: "report", report },
    { kind: "report", report: { ...report, outputs: { checksum: null, checked: true, fault: null } } },
    { kind: "calibrated", n: 1, taskMs: 0 },
    {
      ...{ kind: "about", protocol: 1, language: "Python", version: "3.13.1t", implementation: "CPython" },
      ...{ executable: "/usr/bin/python3", freeThreaded: true, startMethod: "fork", startMethods: ["fork"] },
      ...{ strategies: ["sequential"], workloads: ["sleep"] },
    },
    { kind: "calibrated", n: null, taskMs: 0 },
    { kind: "described", title: "t", bound: "io", tasks: [1], sized: true },
    { kind: "described", title: "t", bound: null, tasks: null, sized: false },
    { kind: "failed", message: "no" },
  ])("is taken as it is: $kind", (reply) => {
    expect(hostReply.parse(reply)).toEqual(reply);
  });

  it.each([
    ["of no known kind", { kind: "done" }],
    ["with a size below 1", { kind: "calibrated", n: 0, taskMs: 1 }],
    [
      "with a note that would fill the run file",
      { kind: "report", report: { ...report, notes: { a: "x".repeat(3_000) } } },
    ],
    ["with a time below 0", { kind: "report", report: { ...report, wallMs: -1 } }],
    ["that is no message", "report"],
  ])("is refused: one %s", (_, message) => {
    expect(hostReply.safeParse(message).success).toBe(false);
  });
});
