import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type AskedRecording, recordRequest, resolveRecording } from "../../src/app/record-request.js";
import { defaultStudy } from "../../src/experiments/index.js";

const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
process.env.SCALEBOOK_CONFIG = join(dir, "config");
afterAll(() => {
  delete process.env.SCALEBOOK_CONFIG;
  rmSync(dir, { recursive: true });
});

const { signal: stop } = new AbortController();
const commit = Promise.resolve(null);
const asked: AskedRecording = {
  loaded: { study: defaultStudy },
  overrides: {},
  extent: {},
  seed: 7,
  folder: dir,
  runsDir: join(dir, "runs"),
  command: "scalebook run",
};
const requestOf = (more: Partial<AskedRecording> = {}) => recordRequest({ ...asked, ...more }, { commit, stop });

describe("recordRequest", () => {
  it("takes over what was asked for, and nothing that is only for making the request", async () => {
    const request = await requestOf({ label: "x", controlShare: 0.1, mostBlocks: 9, machineName: "box" });
    expect(request).toMatchObject({ seed: 7, label: "x", controlShare: 0.1, command: "scalebook run", overrides: {} });
    expect(request.study.experiments.map(({ id }) => id)).toEqual(defaultStudy.experiments.map(({ id }) => id));
    expect([request.identity.name, request.extent]).toEqual(["box", { budgetMs: 90_000, mostBlocks: 9 }]);
    const forMaking = ["loaded", "usualBudgetMs", "mostBlocks", "ownSizes", "machineName", "line"];
    expect(Object.keys(request).filter((name) => forMaking.includes(name))).toEqual([]);
  });

  it("makes a goal of a precision", async () => {
    const { extent } = await requestOf({ extent: { precisionPercent: 2 } });
    expect(extent).toMatchObject({ budgetMs: 600_000, goal: { targetPercent: 2 } });
    const goal = "goal" in extent ? extent.goal : undefined;
    expect(await goal?.look([])).toEqual({ reached: false, widestPercent: null, moreBlocks: null });
  });

  it("has no sizes of earlier runs where there are none, or none are wanted", async () => {
    expect((await requestOf()).earlierSizes).toEqual([]);
    expect((await requestOf({ ownSizes: true })).earlierSizes).toEqual([]);
  });
});

describe("resolveRecording", () => {
  const loaded = { study: defaultStudy, extent: { blocks: 3 }, timeoutMs: 5_000 };

  it.each<[Partial<AskedRecording>, object]>([
    [{}, { extent: { budgetMs: 90_000 }, timeoutMs: 60_000 }],
    [{ usualBudgetMs: 1_000 }, { extent: { budgetMs: 1_000 }, timeoutMs: 60_000 }],
    [{ loaded }, { extent: { blocks: 3 }, timeoutMs: 5_000 }],
    [
      { loaded, extent: { budgetMs: 70 }, timeoutMs: 9 },
      { extent: { budgetMs: 70 }, timeoutMs: 9 },
    ],
  ])("settles extent and time-out: %j", async (more, settled) => {
    expect(await resolveRecording({ ...asked, ...more }, stop)).toMatchObject(settled);
  });

  it("refuses a program that is not there", async () => {
    const [first] = defaultStudy.experiments;
    const study = { id: "own", experiments: [{ ...first, command: "no-such-program" }] } as typeof defaultStudy;
    await expect(resolveRecording({ ...asked, loaded: { study } }, stop)).rejects.toThrow(
      /there is no program no-such-program/,
    );
  });
});
