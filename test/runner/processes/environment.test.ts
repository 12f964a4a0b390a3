import { homedir, userInfo } from "node:os";
import { expect, it } from "vitest";
import {
  launcherEnvironment,
  measuredEnvironment,
  shownEnvironment,
  withoutHome,
} from "../../../src/runner/processes/environment.js";

it("passes on what a process needs and nothing else", () => {
  const outer = { NODE_OPTIONS: "--trace-gc", NODE_EXTRA_CA_CERTS: "/x", SECRET: "y", TMPDIR: "/t", PATH: "/bin" };
  expect(measuredEnvironment(outer)).toEqual({ TZ: "UTC", LANG: "C.UTF-8", TMPDIR: "/t" });
});

it("gives a user's own programs PATH and HOME besides", () => {
  const outer = { PATH: "/bin", HOME: "/home/ann", SECRET: "y", NODE_OPTIONS: "--trace-gc" };
  expect(measuredEnvironment(outer, true)).toEqual({ TZ: "UTC", LANG: "C.UTF-8", PATH: "/bin", HOME: "/home/ann" });
});

it("gives programs that start work elsewhere their cluster and keys besides", () => {
  const outer = {
    SLURM_CONF: "/c",
    SLURM_JOB_ID: "7",
    PMIX_RANK: "0",
    I_MPI_PIN: "1",
    SSH_AUTH_SOCK: "/s",
    PATH: "/bin",
  };
  const { PATH, ...found } = outer;
  expect(launcherEnvironment({ ...outer, SECRET: "y", FIGMA: "z", FILE_NAME: "x" })).toEqual(found);
  expect(measuredEnvironment(outer, true)).toEqual({ TZ: "UTC", LANG: "C.UTF-8", PATH });
});

it("shows the environment without home, user name or endless text", () => {
  const { username } = userInfo();
  const path = `${homedir()}/bin:/mnt/c/Users/${username}/bin:/usr/bin`;
  const shown = shownEnvironment({ HOME: homedir(), PATH: path, LONG: "x".repeat(5_000) });
  expect(shown.HOME).toBe("~");
  expect(shown.PATH).toMatch(/^~\/bin:.*:\/usr\/bin$/);
  expect(shown.PATH?.split(/[/:]/)).not.toContain(username);
  expect(shown.LONG).toHaveLength(2_000);
});

it("writes home folders as ~", () => {
  expect(withoutHome("at /home/ann/x and /home/ann", "/home/ann")).toBe("at ~/x and ~");
  expect(withoutHome("at /x", "/")).toBe("at /x");
});
