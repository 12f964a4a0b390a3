import { expect, it } from "vitest";
import { measuredEnvironment, withoutHome } from "../../src/runner/environment.js";

it("passes on what a process needs and nothing else", () => {
  const outer = { NODE_OPTIONS: "--trace-gc", NODE_EXTRA_CA_CERTS: "/x", SECRET: "y", TMPDIR: "/t", PATH: "/bin" };
  expect(measuredEnvironment(outer)).toEqual({ TZ: "UTC", LANG: "C.UTF-8", TMPDIR: "/t" });
});

it("writes home folders as ~", () => {
  expect(withoutHome("at /home/ann/x and /home/ann", "/home/ann")).toBe("at ~/x and ~");
  expect(withoutHome("at /x", "/")).toBe("at /x");
});
