import fc from "fast-check";
import { expect, it } from "vitest";
import { type Lane, lanesOf } from "../../../src/record/timing/lanes.js";
import { growthOf } from "../../work.js";

/** The lane of each task by the rule in words: the one that is free for longest, of several the first. */
function bySearch(tasks: readonly { startMs: number; endMs: number }[], atOnce: number): number[] {
  const ends: number[] = [];
  return tasks.map(({ startMs, endMs }) => {
    const first = ends.indexOf(ends.reduce((least, end) => Math.min(least, end), Number.POSITIVE_INFINITY));
    const place = ends.length < atOnce || (ends[first] as number) > startMs ? ends.length : first;
    ends[place] = endMs;
    return place;
  });
}

function placesOf(lanes: readonly Lane[]): number[] {
  const places: number[] = [];
  for (const [place, lane] of lanes.entries()) for (const { task } of lane) places[task] = place;
  return places;
}

const timeline = (tasks: readonly { startMs: number; endMs: number }[]) => ({
  worker: tasks.map((_, index) => index),
  startMs: tasks.map(({ startMs }) => startMs),
  endMs: tasks.map(({ endMs }) => endMs),
});

it("a worker of its own for every task takes the lane that has been free for longest", () => {
  const task = fc.record({ startMs: fc.nat(20), lengthMs: fc.nat(8) });
  fc.assert(
    fc.property(fc.array(task, { minLength: 6, maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (given, atOnce) => {
      const tasks = given
        .map(({ startMs, lengthMs }) => ({ startMs, endMs: startMs + lengthMs }))
        .sort((a, b) => a.startMs - b.startMs);
      expect(placesOf(lanesOf(timeline(tasks), atOnce))).toEqual(bySearch(tasks, atOnce));
    }),
  );
});

it("is found in work that hardly grows with the number of lanes, which a file decides", async () => {
  const growth = await growthOf((tasks) => {
    const all = Array.from({ length: tasks }, (_, index) => ({ startMs: index, endMs: index + tasks / 2 }));
    return () => lanesOf(timeline(all), tasks / 2 - 1);
  }, 1_000);
  expect(growth).toBeLessThan(2.7);
});
