import { expect, it } from "vitest";
import { waitForBuild } from "../../../src/cli/progress/build-progress.js";

it("says once that it waits for another build, and for at most ten minutes", async () => {
  const told: string[] = [];
  let waitedMs = 0;
  const goOn = waitForBuild({ err: (text) => void told.push(text) }, async (ms) => (waitedMs += ms));
  const busy = { what: "another build is writing to site (process 7)" };
  while (await goOn(busy)) expect(waitedMs).toBeLessThan(600_000);
  expect(waitedMs).toBe(600_000);
  expect(told).toEqual(["Waiting: another build is writing to site (process 7)\n"]);
});
