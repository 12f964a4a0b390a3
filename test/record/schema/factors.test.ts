import { describe, expect, it } from "vitest";
import {
  type DeclaredFactor,
  declaredFactors,
  type Factors,
  factorNames,
  factorsIn,
  furtherFactors,
  type Level,
  type LevelOf,
  levelWords,
  namesOf,
  studyOrder,
  type VariantFactor,
  variantFactors,
} from "../../../src/record/schema/factors.js";
import type { SessionOptions, Strategy } from "../../../src/strategies/strategy.js";
import type { TrialSpec } from "../../../src/trial/messages.js";
import type { TaskInput } from "../../../src/workloads/workload.js";

type Same<A, B> = [A, B] extends [B, A] ? true : never;
type Levels<Name extends DeclaredFactor> = { [Each in Name]: LevelOf<Each> };
type SessionFactor = keyof SessionOptions & DeclaredFactor;

/** The measured process has types of its own, as it imports nothing of the record. This does not compile where they differ. */
const agreed: Record<string, true> = {
  trial: true satisfies Same<Required<Pick<TrialSpec, DeclaredFactor>>, Levels<DeclaredFactor>>,
  session: true satisfies Same<Pick<SessionOptions, SessionFactor>, Levels<SessionFactor>>,
  variants: true satisfies Same<Strategy["factors"][number], VariantFactor>,
  more: true satisfies Same<
    NonNullable<TrialSpec["more"]> & SessionOptions["more"] & TaskInput["more"],
    Record<string, Level>
  >,
};

describe("the declared factors", () => {
  it("are those of the measured process", () => {
    expect(Object.values(agreed)).toEqual([true, true, true, true]);
  });

  it("stand in the order of the run file, and in that of study files", () => {
    const asRecorded = ["strategy", "workers", "tasks", "n", "workload", "launch", "pool", "scheduling"];
    expect(factorNames.slice(0, asRecorded.length)).toEqual(asRecorded);
    expect(studyOrder[0]).toBe("workload");
    expect(studyOrder.toSorted()).toEqual(factorNames.toSorted());
  });

  it("each have one role", () => {
    expect(namesOf("strategy", "workers", "work", "variant").toSorted()).toEqual(factorNames.toSorted());
    expect(namesOf("variant")).toEqual(variantFactors);
  });

  it("have a usual level that is one of their levels", () => {
    for (const { usual, levels } of Object.values(declaredFactors)) {
      if (usual !== undefined && typeof levels !== "string") expect(levels).toContain(usual);
    }
  });

  it("are told from those that stand in more", () => {
    expect([...furtherFactors.keys()].filter((name) => Object.hasOwn(declaredFactors, name))).toEqual([]);
  });
});

it("the factors in a record are those that it has, in the order of the run file", () => {
  const cell = { more: { skew: "mixed" }, pool: "warm", n: undefined, workers: 2, strategy: "x", taskMs: 5 } as const;
  const factors: Factors = factorsIn(cell);
  expect(JSON.stringify(factors)).toBe('{"strategy":"x","workers":2,"pool":"warm","more":{"skew":"mixed"}}');
});

it.each([
  [undefined, 4, undefined],
  ["N = #", 4, "N = four"],
  [["# task", "# tasks"], 4, "four tasks"],
  [["# task", "# tasks"], 1, "four task"],
  [{ true: "with Atomics" }, true, "with Atomics"],
  [{ true: "with Atomics" }, false, undefined],
] as const)("levelWords of %j and %j is %j", (words, level, expected) => {
  expect(levelWords(words, level, "four")).toBe(expected);
});
