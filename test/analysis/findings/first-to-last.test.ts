import { describe, expect, test } from "vitest";
import { coresHost } from "../lab.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { CPU_BOUND, noisyTimes, sampleRun, TWO_CORES } from "../sample-run.js";
import { again, cellWith, found, texts } from "./find.js";

describe("first to last", () => {
  test("sums up the published table: 81.7 % less from 1 to 8 workers", () => {
    expect(texts(coresHost(), "first-to-last")).toEqual([
      "Process pool: 8 workers took 81.7 % less time than 1, measured once. From 306 s to 56.1 s, 5.46× as fast; there is no interval.",
    ]);
  });

  test("gives the interval of a run in blocks", () => {
    const run = sampleRun(5);
    const first = { ...run, experiments: run.experiments.slice(0, 1) };
    const figures = again(
      cellWith(first, { strategy: "thread-pool", workers: 1 }),
      cellWith(first, { strategy: "thread-pool", workers: 8 }),
    );
    expect(texts(first, "first-to-last")[0]).toContain(
      `Thread pool: 8 workers take ${figures.percent} less time than 1. ${figures.times} as fast; 95 % interval ${figures.interval} less;`,
    );
  });

  test("names the medians, and leaves them out where wild trials put them on the other side", () => {
    const blocks = Array.from({ length: 12 }, (_, block) => 100 + block);
    const run = (times: (block: number) => number) =>
      makeRun([
        experiment([
          cell({ strategy: "p", workers: 1, tasks: 8 }, blocks),
          cell(
            { strategy: "p", workers: 4, tasks: 8 },
            blocks.map((_, block) => times(block)),
          ),
        ]),
      ]);
    // The middle two of 12 are 105 and 106 ms; halved, 52.5 and 53.
    expect(
      texts(
        run((block) => (100 + block) / 2),
        "first-to-last",
      )[0],
    ).toMatch(/; medians 106 ms and 52\.8 ms\.$/);
    // 19 quick and 19 slow blocks take a tenth less, two quick ones three times as long: the medians are 101 and 180 ms.
    const quick = Array.from({ length: 40 }, (_, block) => (block < 21 ? 100 : 200) + block / 20);
    const wild = makeRun([
      experiment([
        cell({ strategy: "p", workers: 1, tasks: 8 }, quick),
        cell(
          { strategy: "p", workers: 4, tasks: 8 },
          quick.map((ms, block) => ms * (block < 2 ? 3 : 0.9 + block / 1000)),
        ),
      ]),
    ]);
    const [finding] = found(wild, "first-to-last");
    const [change] = finding?.evidence.changes ?? [];
    expect(change).toMatchObject({ verdict: "faster" });
    expect(change?.toMs).toBeGreaterThan(change?.fromMs ?? Number.NaN);
    expect(finding?.text).not.toContain("medians");
  });

  test("leaves a single step that flat-step tells to it", () => {
    const times = noisyTimes(3, 20);
    const cells = [2, 4].map((workers) => cell({ strategy: "thread-pool", workers, tasks: 8 }, times(100 * workers)));
    const run = makeRun([experiment(cells, { workloads: CPU_BOUND })], { machine: TWO_CORES });
    expect(texts(run, "flat-step")).toHaveLength(1);
    expect(texts(run, "first-to-last")).toEqual([]);
    const three = [...cells, cell({ strategy: "thread-pool", workers: 8, tasks: 8 }, times(900))];
    expect(
      texts(makeRun([experiment(three, { workloads: CPU_BOUND })], { machine: TWO_CORES }), "first-to-last"),
    ).toHaveLength(1);
  });

  test("says what to record where the interval leaves everything open, and weighs less", () => {
    const cells = [
      cell({ strategy: "thread-pool", workers: 1, tasks: 8 }, [100, 120, 90]),
      cell({ strategy: "thread-pool", workers: 2, tasks: 8 }, [110, 95, 99]),
    ];
    const [text] = texts(makeRun([experiment(cells)]), "first-to-last");
    expect(text).toMatch(
      /^Thread pool: whether 2 workers take less time than 1 is not decided\. There is not enough evidence of a change \(/,
    );
    expect(text).toMatch(/More than 200 repeats would be needed|About \d+ blocks would tell/);
  });

  test("names a change below the machine's floor as that", () => {
    const times = noisyTimes(4, 20);
    const cells = [1, 2].map((workers) => cell({ strategy: "p", workers, tasks: 8 }, times(workers === 1 ? 100 : 95)));
    const run = makeRun([experiment(cells)], { machine: { id: "m", name: "m", floorPercent: 9 } });
    expect(texts(run, "first-to-last")[0]).toMatch(
      /There is a change below the smallest that counts on this machine \(\d\.\d % less; 95 % interval/,
    );
  });
});
