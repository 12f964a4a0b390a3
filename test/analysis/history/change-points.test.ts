import { describe, expect, test } from "vitest";
import { changePoints, findChanges, STRETCH } from "../../../src/analysis/history/change-points.js";
import { seededRandom } from "../../../src/stats/random.js";
import { gaussian } from "../../bench/noise.js";

/** Logarithms of times that go up by a fifth at one place and down again at the next. */
function logs(length: number, places: readonly number[], seed = 3): number[] {
  const random = seededRandom(seed);
  return Array.from({ length }, (_, run) => {
    const steps = places.filter((place) => run >= place).length;
    return (steps % 2) * Math.log(1.2) + 0.008 * gaussian(random);
  });
}

describe("changePoints", () => {
  test("finds every change of a long series where it is, and once: near both ends and where stretches begin and end", () => {
    const places = [5, 400, 748, 770, 873, 996, 1_030, 1_500, 1_625, 1_745, 1_790, 2_400, 2_994];
    expect(changePoints(logs(3_000, places))).toEqual(places);
  });

  test("finds nothing in a flat one", () => {
    expect(changePoints(logs(2_500, []))).toEqual([]);
  });

  test("searches up to a thousand runs as a whole, and full stretches of more only once", () => {
    const values = logs(1_801, [900]);
    const searched = (length: number) => {
      const stretches: string[] = [];
      changePoints(values.slice(0, length), (stretch) => {
        stretches.push(`${values.indexOf(stretch[0] as number)}+${stretch.length}`);
        return findChanges(stretch);
      });
      return stretches;
    };
    expect(searched(STRETCH)).toEqual(["0+1000"]);
    expect(searched(1_001)).toEqual(["0+1000", "750+251"]);
    expect(searched(1_800)).toEqual(["0+1000", "750+1000", "1500+300"]);
    expect(searched(1_801)).toEqual(["0+1000", "750+1000", "1500+301"]);
  });

  test("takes the place of a change from the stretch that has more runs around it", () => {
    const find = (stretch: readonly number[]) => (stretch.length === STRETCH ? [600, 877, 998] : [124, 250]);
    // 877 of the first and 750 + 124 of the second are one change; so near its end the first has no say about 998.
    expect(changePoints(new Array<number>(1_500).fill(0), find)).toEqual([600, 874, 1_000]);
  });
});
