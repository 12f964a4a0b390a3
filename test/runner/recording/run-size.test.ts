import { expect, it } from "vitest";
import { RunSize } from "../../../src/runner/recording/run-size.js";
import { sampleHeader, sampleTrial } from "../../record/sample.js";

it("has room for blocks while the next one fits, by the trials so far and without what pictures show", () => {
  const header = sampleHeader();
  const headBytes = JSON.stringify(header).length;
  const trial = sampleTrial({ wallMs: 12.123456789 });
  const bytes = JSON.stringify({ ...trial, wallMs: 12.123 }).length + 1;
  const size = new RunSize(header, (headBytes + 10.5 * bytes) / 0.95);
  const usage = { atMs: [1], cpuPercent: [1], pssBytes: [1] };
  for (let block = 1; block <= 9; block++) {
    size.add({ ...trial, usage });
    expect(size.hasRoom(block)).toBe(true);
  }
  size.add(trial);
  expect(size.hasRoom(10)).toBe(false);
});
