import { expect, test } from "vitest";
import { list, listStart, lowerFirst, sentenceCase, unbroken } from "../../src/words/sentence.js";

test("lists end with and, long ones with how many more there are", () => {
  expect(list([])).toBe("");
  expect(list(["a", "b", "c"])).toBe("a, b and c");
  expect(listStart(["a", "b", "c", "d"], 2)).toBe("a, b and 2 more");
});

test("a sentence begins with a large letter", () => {
  expect(sentenceCase("thread pool of the VM")).toBe("Thread pool of the VM");
  expect(lowerFirst("Process pool of the VM")).toBe("process pool of the VM");
});

test("code and commands stay as they are written at the beginning of a sentence", () => {
  for (const name of ["grep -r foo", "std::sort", "fib(20)", "main.go runs", "sum_all", "python3 a.py", "a/b"]) {
    expect(sentenceCase(`${name} takes 3 s`)).toBe(`${name} takes 3 s`);
  }
  expect(sentenceCase("time: 3 s")).toBe("Time: 3 s");
  expect(sentenceCase("one-threaded, n = 3")).toBe("One-threaded, n = 3");
});

test("a figure stays with its unit, and a size with its name", () => {
  expect(unbroken("46.4 % less for N = 1,000, n = none")).toBe("46.4\u00a0% less for N\u00a0=\u00a01,000, n = none");
});
