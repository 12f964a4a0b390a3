import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../src/app/catalogue.js";
import { selfTestStudy } from "../../src/experiments/self-test.js";
import { expandExperiment } from "../../src/study/expand.js";
import { parseStudy } from "../../src/study/file/parse.js";

const catalogue = await loadCatalogue();

describe("selfTestStudy", () => {
  it.each([
    [1, [1]],
    [1.5, [1]],
    [2, [1, 2]],
    [8.7, [1, 8]],
  ])("of %d cores has pairs of %j workers, alike but for the name", (cores, workers) => {
    const study = selfTestStudy(cores);
    const cells = study.experiments.map((experiment) => expandExperiment(experiment, catalogue));
    expect(cells.map(([first]) => first?.workers)).toEqual(workers);
    for (const pair of cells) {
      const [a, b, ...others] = pair.map(({ more, ...rest }) => ({ rest, name: more?.name }));
      expect(a?.rest).toEqual(b?.rest);
      expect([a?.name, b?.name, others]).toEqual(["a", "b", []]);
    }
  });

  it("is what a study file may hold", () => {
    expect(parseStudy(selfTestStudy(2, 5), "study", catalogue).study.experiments).toHaveLength(2);
  });
});
