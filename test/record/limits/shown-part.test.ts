import { describe, expect, it } from "vitest";
import { MOST_SHOWN_CELLS, MOST_SHOWN_EXPERIMENTS, shownPart } from "../../../src/record/limits/shown-part.js";
import type { Experiment, Factors, Run } from "../../../src/record/schema/run-schema.js";

const upTo = (most: number) => Array.from({ length: most }, (_, index) => index + 1);
const pools = (count: number): Factors[] => upTo(count).map((workers) => ({ strategy: "thread-pool", workers }));
const experiment = (id: string, factors: Factors[]) => ({
  id,
  cells: factors.map((one) => ({ factors: one, trials: [] })),
});
const runOf = (...experiments: ReturnType<typeof experiment>[]) =>
  ({ id: "r", experiments: experiments as unknown as Experiment[] }) as Run;
const factorsOf = ({ experiments: [first] }: Run) => first?.cells.map(({ factors }) => factors) ?? [];

describe("what is shown of a run", () => {
  it("is the run itself up to the limits", () => {
    const run = runOf(...upTo(MOST_SHOWN_EXPERIMENTS).map((k) => experiment(`e-${k}`, pools(MOST_SHOWN_CELLS / 50))));
    expect(shownPart(run)).toEqual({ run });
    expect(shownPart(run).run).toBe(run);
  });

  it("is its first experiments, which share the combinations: what small ones leave goes to others", () => {
    const run = runOf(experiment("small", pools(3)), ...upTo(60).map((k) => experiment(`e-${k}`, pools(100))));
    const { run: shown, part } = shownPart(run);
    expect(shown.experiments.map(({ id }) => id)).toEqual(["small", ...upTo(49).map((k) => `e-${k}`)]);
    expect(part).toEqual({ experiments: { shown: 50, all: 61 }, cells: { shown: 500, all: 6_003 } });
    const lengths = shown.experiments.map(({ cells }) => cells.length);
    expect(lengths).toEqual([3, ...Array(42).fill(10), ...Array(7).fill(11)]);
    const last = shownPart(runOf(experiment("large", pools(900)), experiment("small", pools(3)))).run;
    expect(last.experiments.map(({ cells }) => cells.length)).toEqual([497, 3]);
  });

  it("is in the order of the file, with the sequential cell wherever it stands", () => {
    const sequential = { strategy: "sequential", workers: 1 };
    const shown = factorsOf(shownPart(runOf(experiment("e", [...pools(600), sequential]))).run);
    expect(shown).toEqual([...pools(499), sequential]);
  });

  it("has both versions of a combination", () => {
    const version = (name: string) => pools(400).map((factors) => ({ ...factors, more: { version: name } }));
    const shown = factorsOf(shownPart(runOf(experiment("e", [...version("before"), ...version("after")]))).run);
    const of = (name: string) => shown.flatMap(({ workers, more }) => (more?.version === name ? [workers] : []));
    expect(of("before")).toEqual(upTo(250));
    expect(of("after")).toEqual(upTo(250));
  });
});
