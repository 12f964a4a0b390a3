import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cgroupCpu, usableCores } from "../../../src/runner/machine/cgroup.js";
import { watchConditions } from "../../../src/runner/machine/conditions.js";
import { describeMachine, usualMachineName } from "../../../src/runner/machine/describe-machine.js";
import { identityPath, keepFloor, machineIdentity } from "../../../src/runner/machine/machine-identity.js";

describe("describeMachine", () => {
  const machine = describeMachine({ id: "m-000000000000", name: "box" });

  it("says what the machine is, and null for what it cannot tell", () => {
    expect(machine.availableParallelism).toBe(availableParallelism());
    expect(machine.memoryBytes).toBeGreaterThan(1e8);
    for (const [key, value] of Object.entries(machine)) expect(value, key).not.toBeUndefined();
  });

  it("does not say whose it is", () => {
    if (hostname().length > 3) expect(JSON.stringify(machine)).not.toContain(hostname());
    expect(usualMachineName()).toMatch(/^\d+-core /);
  });
});

describe("usableCores", () => {
  it("is at least one, and no more than the system gives", () => {
    expect(usableCores()).toBeGreaterThanOrEqual(1);
    expect(usableCores()).toBeLessThanOrEqual(availableParallelism());
    expect(usableCores()).toBeLessThanOrEqual(Math.max(1, cgroupCpu().quotaCores ?? Number.POSITIVE_INFINITY));
  });
});

it("watchConditions tells load, clock step and what was taken away", () => {
  const conditions = watchConditions()();
  expect(conditions.clockStepNs).toBeGreaterThan(0);
  expect(conditions.freeMemoryBytes).toBeGreaterThan(0);
  if (process.platform === "linux") {
    expect(conditions.stealMs).toBeGreaterThanOrEqual(0);
    expect(conditions.loadBefore).toBeGreaterThanOrEqual(0);
  }
});

describe("machineIdentity", () => {
  it("is random at first, kept afterwards, and takes a new name", async () => {
    const folder = mkdtempSync(join(tmpdir(), "scalebook-test-"));
    const env = { SCALEBOOK_CONFIG: join(folder, "config") };
    const first = await machineIdentity(undefined, env);
    expect(first.id).toMatch(/^m-[0-9a-f]{12}$/);
    expect(await machineIdentity(undefined, env)).toEqual(first);
    expect(await machineIdentity("mine", env)).toEqual({ id: first.id, name: "mine" });
    expect(await machineIdentity(undefined, env)).toEqual({ id: first.id, name: "mine" });
    writeFileSync(join(folder, "config", "machine.json"), "{ torn");
    expect((await machineIdentity(undefined, env)).id).not.toBe(first.id);
    expect(JSON.parse(readFileSync(join(folder, "config", "machine.json"), "utf8")).id).toMatch(/^m-/);
    rmSync(folder, { recursive: true });
  });

  it("carries what the self-test found, whatever the machine is called by then", async () => {
    const folder = mkdtempSync(join(tmpdir(), "scalebook-test-"));
    const env = { SCALEBOOK_CONFIG: folder };
    const { id } = await machineIdentity("first", env);
    const selfTest = {
      measuredAt: "2026-11-20T12:00:00.000Z",
      blocks: 150,
      comparisons: 500,
      falseAlarmPercent: 1,
      coveragePercent: 95,
    };
    expect(await keepFloor({ floorPercent: 3.4, selfTest }, env)).toBe(true);
    const identity = await machineIdentity("second", env);
    expect(identity).toEqual({ id, name: "second", floorPercent: 3.4, selfTest });
    expect(describeMachine(identity)).toMatchObject({ id, floorPercent: 3.4, selfTest });
    // A floor that somebody spoilt is none; the machine is still known.
    writeFileSync(identityPath(env), JSON.stringify({ ...identity, floorPercent: -1, selfTest: { blocks: 1 } }));
    const spoilt = await machineIdentity(undefined, env);
    expect([spoilt.id, spoilt.floorPercent, spoilt.selfTest]).toEqual([id, undefined, undefined]);
    rmSync(folder, { recursive: true });
    expect(await keepFloor({ floorPercent: 3.4, selfTest }, { SCALEBOOK_CONFIG: "/dev/null/no" })).toBe(false);
  });

  it("lasts for the run where nothing can be kept", async () => {
    expect((await machineIdentity("here", { SCALEBOOK_CONFIG: "/dev/null/no" })).name).toBe("here");
  });
});
