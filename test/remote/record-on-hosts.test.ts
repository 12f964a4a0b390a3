import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openJournal } from "../../src/record/journal/write-journal.js";
import { bringHere, newResult, outcomeOf, recordedWords } from "../../src/remote/record-on-hosts.js";

import { sampleHeader, temporaryFolder } from "../record/sample.js";

const id = "20261121t061500z-lab-3f9a2c";
const done = { ...newResult("one"), runs: [id], exitCode: 0 };
const interrupted = { ...newResult("two"), runs: [id], exitCode: 130 };
const down = { ...newResult("three"), problem: "no connection" };

describe("what is said of hosts that are through", () => {
  it("tells a run that is whole from what an interrupted one has", () => {
    expect([done, interrupted, down, newResult("four")].map(outcomeOf)).toEqual([
      `recorded ${id}`,
      `interrupted, kept as ${id}`,
      "no connection",
      "recorded nothing",
    ]);
  });

  it("counts those that recorded a part apart", () => {
    expect(recordedWords(2, [])).toBe("2 machines of 2 recorded");
    expect(recordedWords(2, [down])).toBe("1 machine of 2 recorded");
    expect(recordedWords(3, [interrupted, down])).toBe("1 machine of 3 recorded all of it, 1 a part");
  });
});

it("leaves what another job records in a folder that nodes share to that job", async () => {
  const folder = await temporaryFolder();
  const journal = await openJournal(join(folder, "n1"), sampleHeader());
  const result = newResult("n1");
  expect(await bringHere(join(folder, "n1"), join(folder, "runs"), result)).toBe(true);
  await journal.close();
  expect(result).toMatchObject({ runs: [] });
  expect(result.problem).toBeUndefined();
});
