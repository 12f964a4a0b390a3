import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { aliveWithEnvironment } from "../alive.js";
import { workplace } from "../cli/harness.js";
import { has } from "../needs.js";
import { sshTo, startSshd } from "./sshd.js";

it.runIf(has("sshd"))(
  "records on two hosts by a real ssh, and leaves nothing running there",
  async () => {
    const { dir, env, scalebook } = workplace();
    const sshd = await startSshd(dir);
    Object.assign(env, { SCALEBOOK_SSH: sshTo(dir, { first: sshd.port, second: sshd.port }) });
    const study = ["workers", "--workers", "1", "--strategies", "sequential", "--tasks", "2", "--sizes", "1000"];
    const options = ["--blocks", "2", "--control", "0%", "--hosts", "first,second", "--json"];
    try {
      const { stdout, stderr, exitCode } = await scalebook("run", ...study, ...options);
      expect(stderr).toMatch(/^first {3}repeat 2 of 2/m);
      expect(exitCode).toBe(0);
      const { hosts } = JSON.parse(stdout) as { hosts: { host: string; runs: string[] }[] };
      expect(hosts.map(({ host, runs }) => [host, runs.length])).toEqual([
        ["first", 1],
        ["second", 1],
      ]);
      for (const name of readdirSync(join(dir, "runs"))) {
        expect(JSON.parse(readFileSync(join(dir, "runs", name), "utf8")).status).toBe("complete");
      }
      expect(readdirSync(join(dir, "runs"))).toHaveLength(2);
      expect(aliveWithEnvironment(join(dir, "first"))).toEqual([]);
    } finally {
      await sshd.stop();
    }
  },
  60_000,
);
