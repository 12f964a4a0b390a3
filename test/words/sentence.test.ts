import { expect, test } from "vitest";
import { list, listStart, sentenceCase } from "../../src/words/sentence.js";

test("lists end with and, long ones with how many more there are", () => {
  expect(list([])).toBe("");
  expect(list(["a", "b", "c"])).toBe("a, b and c");
  expect(listStart(["a", "b", "c", "d"], 2)).toBe("a, b and 2 more");
});

test("a sentence begins with a large letter", () => {
  expect(sentenceCase("thread pool of the VM")).toBe("Thread pool of the VM");
});
