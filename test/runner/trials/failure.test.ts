import { expect, it } from "vitest";
import { deathOf } from "../../../src/runner/trials/failure.js";

it("tells by Node's own first line why it aborted, not by its native stack", () => {
  const stack = Array.from({ length: 17 }, (_, at) => `${at + 1}: 0xb78c78 [/usr/bin/node]`).join("\n");
  const stderr = `\nFATAL ERROR: v8::ToLocalChecked Empty MaybeLocal\n----- Native stack trace -----\n\n${stack}\n`;
  expect(deathOf({ exitCode: null, signal: "SIGABRT", stderr })).toEqual({
    status: "failed",
    reason: "killed",
    detail: "ended by SIGABRT: FATAL ERROR: v8::ToLocalChecked Empty MaybeLocal",
  });
});
