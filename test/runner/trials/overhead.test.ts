import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { mainScript } from "../../built.js";

// The compiled one: it forks hosts and scripts that lie beside it.
const { measureOverhead } = (await import(
  new URL("runner/trials/overhead.js", pathToFileURL(mainScript)).href
)) as typeof import("../../../src/runner/trials/overhead.js");

describe("measureOverhead", () => {
  it("times the same work as a trial and by hand", async () => {
    const before = readdirSync(tmpdir()).length;
    const { signal } = new AbortController();
    const pairs = await measureOverhead({ n: 2_000_000, seed: 1, pairs: 3, stop: signal });
    expect(pairs).toHaveLength(3);
    for (const { trialMs, hostMs, byHandMs } of pairs) {
      expect(byHandMs).toBeGreaterThan(0);
      expect(trialMs).toBeGreaterThan(0);
      expect(hostMs).toBeGreaterThan(trialMs);
    }
    expect(readdirSync(tmpdir()).length).toBeLessThanOrEqual(before + 5);
  });

  it("gives what it has when it is stopped", async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await measureOverhead({ n: 1_000, seed: 1, pairs: 3, stop: stop.signal })).toEqual([]);
  });
});
