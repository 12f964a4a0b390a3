import { mkdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileError, refusedCall, refuseUnwritable } from "../../../src/record/files/regular-files.js";
import { UserError } from "../../../src/user-error.js";

const own = ["/opt/scalebook/templates"];
const call = (code: string, more: object) => Object.assign(new Error(`${code}: refused`), { code, ...more });
const told = (error: unknown) => (refusedCall(error, own) as Error).message;

describe("a refused call of the system", () => {
  it("is a mistake that names the call, the path and what to do", async () => {
    const missing = join(tmpdir(), "no-such-folder-of-scalebook", "x");
    const error = await readFile(missing).catch((thrown: unknown) => thrown);
    expect(refusedCall(error, own)).toBeInstanceOf(UserError);
    expect(told(error)).toBe(`cannot open ${missing}: there is no such file or folder (ENOENT)`);
    expect(told(call("EACCES", { syscall: "mkdir", path: "/root/x" }))).toBe(
      "cannot make the folder /root/x: permission denied; change its rights, or choose another place (EACCES)",
    );
    expect(told(call("EXDEV", { syscall: "rename", path: "a", dest: "b" }))).toBe(
      "cannot rename a as b: the system refused it (EXDEV)",
    );
    expect(told(call("ENOSPC", { syscall: "write" }))).toMatch(/^cannot write: no space is left/);
    expect(told(call("EACCES", { syscall: "spawn ps", path: "ps" }))).toMatch(/^cannot start ps: permission denied/);
  });

  it("stays a bug where it is about a file of the program, or no call of the system", () => {
    for (const error of [
      call("ENOENT", { syscall: "open", path: "/opt/scalebook/templates/page.hbs" }),
      call("ERR_INVALID_ARG_TYPE", { syscall: "open", path: "x" }),
      call("EACCES", {}),
      new TypeError("x is not a function"),
    ])
      expect(refusedCall(error, own)).toBe(error);
    const mistake = new UserError("given words already");
    expect(refusedCall(mistake, own)).toBe(mistake);
  });

  it("for a file in the place of a folder says that it is one", async () => {
    const file = new URL(import.meta.url).pathname;
    const error = await mkdir(file, { recursive: true }).catch((thrown: unknown) => thrown);
    expect((fileError("cannot write", error) as Error).message).toMatch(/is a file and not a folder.* \(EEXIST\)$/);
  });
});

it("a folder for runs is refused where none can be made, and not where it is only missing", async () => {
  await expect(refuseUnwritable(join(tmpdir(), "no-such-folder-of-scalebook", "x"))).resolves.toBeUndefined();
  const within = join(new URL(import.meta.url).pathname, "runs");
  const error = await refuseUnwritable(within).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).toMatch(/^cannot keep runs in .*: it, or a part of its path, is a file/);
});
