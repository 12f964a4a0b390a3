import { expect, test } from "vitest";
import type { ListedRun } from "../../../../src/report/archive/run-entry.js";
import { comparisonLine, type PairInShort } from "../../../../src/report/pages/comparing/compare.js";
import { MACHINE } from "../../sample-runs.js";

const summary = { measure: undefined, geometricMeanRatio: null, matched: 1, withRatio: 0 };

function lineOf(...[a, b]: { id?: string; name?: string; startedAt: string }[]) {
  const entryOf = ({ startedAt, ...more }: { startedAt: string } = { startedAt: "" }) =>
    ({ run: { startedAt, machine: { ...MACHINE, ...more } } }) as ListedRun;
  return comparisonLine({ pair: { a: entryOf(a), b: entryOf(b) }, comparison: { summary } } as unknown as PairInShort);
}

test("two runs of one machine are told apart by their dates, within a minute by the second", () => {
  const [first, second] = ["2026-11-30T20:53:07.250Z", "2026-11-30T20:53:49.000Z"];
  expect(lineOf({ startedAt: first }, { startedAt: "2026-11-30T20:54:00.000Z" }).title).toBe(
    "bench: 30 Nov 2026, 20:54 UTC against 30 Nov 2026, 20:53 UTC",
  );
  expect(lineOf({ startedAt: first }, { startedAt: second })).toMatchObject({
    title: "bench: 30 Nov 2026, 20:53:49 UTC against 30 Nov 2026, 20:53:07 UTC",
    when: "",
  });
});

test("two machines are told apart by their names, those of one name by their ids, as in the table of machines", () => {
  const startedAt = "2026-11-30T20:53:07.250Z";
  const [one, other] = [
    { id: "m-cedf86a1b2c3", startedAt },
    { id: "m-0a1b2c3d4e5f", startedAt },
  ];
  expect(lineOf(one, { ...other, name: "desk" }).title).toBe("desk against bench");
  expect(lineOf(one, other)).toMatchObject({
    title: "bench (0a1b2c) against bench (cedf86)",
    when: "30 Nov 2026, 20:53:07 UTC against 30 Nov 2026, 20:53:07 UTC",
  });
});
