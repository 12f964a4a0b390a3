import { describe, expect, test } from "vitest";
import { keepsLimits, statement, wordsOf } from "../../src/words/headline.js";

describe("a statement", () => {
  test("is its headline, and its detail where there is one", () => {
    expect(statement("Two workers take less time")).toEqual({
      headline: "Two workers take less time",
      detail: "",
      text: "Two workers take less time.",
    });
    expect(statement("A point", "More of it.").text).toBe("A point. More of it.");
  });

  test("takes the first candidate that is short enough", () => {
    const long = "A sentence that goes on and on with many more words than anybody reads at a glance on a page";
    expect(statement([long, "A short one"]).headline).toBe("A short one");
  });

  test("is cut where no candidate is short enough, whatever the names in it", () => {
    for (const name of ["x".repeat(300), "a b c d e f g h i j k l m n o p q r s t", `f(${"x, ".repeat(60)})`]) {
      const { headline } = statement(`Use ${name} for 8 tasks`);
      expect(keepsLimits(headline)).toBe(true);
      expect(headline).toMatch(/^Use .*…$|^Use/);
    }
  });

  test("has no brackets: what they hold stands behind a comma", () => {
    expect(statement("Use 2 workers (thread pool) for N = 10").headline).toBe("Use 2 workers, thread pool for N = 10");
  });

  test("keeps the brackets of names", () => {
    expect(statement("Use 2 workers (f(x) or g[1]) for fib(20) (warm)").headline).toBe(
      "Use 2 workers, f(x) or g[1] for fib(20) (warm)",
    );
    expect(statement("Merge (own) with 2 workers for N = 10").headline).toBe("Merge (own) with 2 workers for N = 10");
    expect(statement("1 worker (merge (own)) takes long").headline).toBe("1 worker, merge (own) takes long");
  });

  test("counts words as a reader does", () => {
    expect(wordsOf("takes 41.3 % less time – or so")).toEqual(["takes", "41.3", "less", "time", "or", "so"]);
  });
});
