import { deserialize, serialize } from "node:v8";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashValue } from "../../src/workloads/hash-value.js";

const clonable = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
});

describe("hashValue", () => {
  it("is the same for a value and for its clone, by thread or by process", () => {
    fc.assert(
      fc.property(clonable, (value) => {
        const hash = hashValue(value);
        expect(hash).toSatisfy(Number.isInteger);
        expect(hashValue(structuredClone(value))).toBe(hash);
        expect(hashValue(deserialize(serialize(value)))).toBe(hash);
      }),
    );
  });

  it("tells different texts, lists of numbers and bytes apart", () => {
    for (const values of [fc.string(), fc.array(fc.integer()), fc.uint8Array()]) {
      fc.assert(
        fc.property(values as fc.Arbitrary<unknown>, values as fc.Arbitrary<unknown>, (a, b) => {
          fc.pre(JSON.stringify(a) !== JSON.stringify(b));
          expect(hashValue(a)).not.toBe(hashValue(b));
        }),
      );
    }
  });

  it("tells apart what looks alike", () => {
    const alike = [
      ...[0, "0", false, null, undefined, "", [], {}, new Map(), new Set(), -0, Number.NaN, 0n, "undefined"],
      ...[
        [[1], 2],
        [[1, 2]],
        [1, [2]],
        { a: 1 },
        { a: "1" },
        new Map([["a", 1]]),
        [["a", 1]],
        "ab",
        ["ab"],
        ["a", "b"],
      ],
      ...[new Uint8Array(2), new Uint8Array(3), new Date(0), { a: { b: 1 } }, { a: { c: 1 } }],
    ];
    expect(new Set(alike.map(hashValue)).size).toBe(alike.length);
  });

  it("does not mind the order of keys, a Buffer that became a Uint8Array, or the class of an object", () => {
    class Point {
      y = 2;
      x = 1;
    }
    expect(hashValue({ y: 2, x: 1 })).toBe(hashValue({ x: 1, y: 2 }));
    expect(hashValue(new Point())).toBe(hashValue({ x: 1, y: 2 }));
    expect(hashValue(Buffer.from("abc"))).toBe(hashValue(new Uint8Array([97, 98, 99])));
    expect(hashValue(new Error("x"))).toBe(hashValue(structuredClone(new Error("x"))));
  });

  it("goes round in a value that contains itself", () => {
    const round: { self?: unknown; list: unknown[] } = { list: [1] };
    round.self = round;
    round.list.push(round.list);
    expect(hashValue(round)).toBe(hashValue(structuredClone(round)));
  });

  it("says of functions, symbols, promises and endless depth that they cannot be compared", () => {
    let deep: unknown = [];
    for (let level = 0; level < 100_000; level++) deep = [deep];
    for (const value of [() => 1, Symbol("x"), { a: [() => 1] }, Promise.resolve(1), new WeakMap(), deep]) {
      expect(hashValue(value)).toBeNull();
    }
  });
});
