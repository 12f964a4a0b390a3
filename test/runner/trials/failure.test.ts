import { expect, it } from "vitest";
import { commandDeathOf, deathOf } from "../../../src/runner/trials/failure.js";

it("tells by Node's own first line why it aborted, not by its native stack", () => {
  const stack = Array.from({ length: 17 }, (_, at) => `${at + 1}: 0xb78c78 [/usr/bin/node]`).join("\n");
  const stderr = `\nFATAL ERROR: v8::ToLocalChecked Empty MaybeLocal\n----- Native stack trace -----\n\n${stack}\n`;
  expect(deathOf({ exitCode: null, signal: "SIGABRT", stderr })).toEqual({
    status: "failed",
    reason: "killed",
    detail: "ended by SIGABRT: FATAL ERROR: v8::ToLocalChecked Empty MaybeLocal",
  });
});

it("tells that there was no room for a heap, and that a host was not started, from a kill and an exit", () => {
  const stderr = "\n#\n# Fatal process OOM in Failed to reserve virtual memory for CodeRange\n#\n";
  expect(deathOf({ exitCode: null, signal: "SIGTRAP", stderr })).toEqual({
    status: "failed",
    reason: "out-of-memory",
    detail: "# Fatal process OOM in Failed to reserve virtual memory for CodeRange",
  });
  const refused = { exitCode: null, signal: null, stderr: "spawn /usr/bin/node EAGAIN" };
  expect(deathOf(refused)).toEqual({ status: "failed", reason: "not-started", detail: refused.stderr });
});

it("tells a kill for want of memory from others, also behind a shell", () => {
  const killed = { exitCode: null, signal: "SIGKILL", stderr: "" };
  const outOfMemory = {
    status: "failed",
    reason: "out-of-memory",
    detail: "ended by SIGKILL: the system had no more memory for it",
  };
  expect(deathOf({ ...killed, outOfMemory: true })).toEqual(outOfMemory);
  expect(commandDeathOf({ exitCode: 137, signal: null, stderr: "", outOfMemory: true })).toEqual(outOfMemory);
  expect(deathOf(killed)).toMatchObject({ reason: "killed" });
  // Another process of the machine may have been killed meanwhile.
  expect(deathOf({ exitCode: 1, signal: null, stderr: "no", outOfMemory: true })).toMatchObject({ reason: "exit" });
});
