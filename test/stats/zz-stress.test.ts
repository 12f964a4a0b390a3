import fc from "fast-check";
import { test } from "vitest";
import { hodgesLehmann } from "../../src/stats/hodges-lehmann.js";
import { signedRankTest } from "../../src/stats/signed-rank.js";
test("stress", () => {
  fc.assert(fc.property(fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 6, maxLength: 25 }), (values) => {
    fc.pre(new Set(values.map(Math.abs)).size === values.length && !values.includes(0));
    const [[low, high]] = hodgesLehmann(values, [0.95]).intervals as [[number, number]];
    fc.pre(Math.min(Math.abs(low), Math.abs(high)) > 1e-9);
    const p = signedRankTest(values).p;
    if ((p <= 0.05) !== (low > 0 || high < 0)) throw new Error(`${p} ${low} ${high}`);
  }), { numRuns: 40000, endOnFailure: true });
}, 60000);
