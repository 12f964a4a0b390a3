import { describe, expect, test } from "vitest";
import { mean } from "../../src/stats/mean.js";
import { pairedT } from "../../src/stats/paired-t.js";
import { standardDeviation } from "../../src/stats/standard-deviation.js";
import { weightedMeans } from "../../src/stats/weighted-means.js";

const A = [5.1, 4.9, 5.6, 5.2];
const B = [7.9, 8.4, 8.1, 7.7, 8.8, 8.2];
const C = [1.2, 1.1, 1.5];

describe("weighted sum of means", () => {
  test("of one sample is its mean with n - 1 degrees of freedom", () => {
    const { estimate, standardError, df } = weightedMeans([{ weight: 1, values: A }]);
    expect({ estimate, df }).toEqual({ estimate: mean(A), df: 3 });
    expect(standardError).toBeCloseTo(pairedT(A).standardError, 12);
  });

  test("adds variances by squared weights, and degrees of freedom after Satterthwaite", () => {
    const parts = [
      { weight: 2, values: A },
      { weight: -1, values: B },
      { weight: 0.5, values: C },
    ];
    const variances = parts.map(({ weight, values }) => (weight * standardDeviation(values)) ** 2 / values.length);
    const total = variances.reduce((sum, variance) => sum + variance, 0);
    const below = variances.map((variance, index) => variance ** 2 / ((parts[index]?.values.length ?? 0) - 1));
    const found = weightedMeans(parts);
    expect(found.estimate).toBeCloseTo(2 * mean(A) - mean(B) + 0.5 * mean(C), 12);
    expect(found.standardError ** 2).toBeCloseTo(total, 12);
    expect(found.df).toBeCloseTo(total ** 2 / below.reduce((sum, one) => sum + one, 0), 10);
  });

  test("without any spread has no error, and shares its degrees of freedom equally", () => {
    const same = weightedMeans([
      { weight: 1, values: [3, 3] },
      { weight: -1, values: [1, 1, 1] },
    ]);
    expect(same).toMatchObject({ estimate: 2, standardError: 0 });
    expect(same.df).toBeCloseTo(1 / (0.25 / 1 + 0.25 / 2), 12);
  });
});
