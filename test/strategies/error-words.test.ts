import { expect, it } from "vitest";
import { errorWords, userFrames } from "../../src/strategies/error-words.js";

it("names the frames within the user's files, without folders, Node, packages and this program", () => {
  const own = new URL("../../src/strategies/run-task.ts", import.meta.url).href;
  const stack = [
    "TypeError: no",
    "    at helper (file:///home/me/helper.mjs:2:20)",
    "    at async task (/home/me/work.mjs:5:3)",
    "    at file:///home/me/work.mjs:9:1",
    `    at runTask (${own}:21:28)`,
    "    at f (file:///home/me/node_modules/x/index.js:1:1)",
    "    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)",
  ].join("\n");
  expect(userFrames(stack)).toEqual([
    "    at helper (helper.mjs:2:20)",
    "    at async task (work.mjs:5:3)",
    "    at work.mjs:9:1",
  ]);
});

it("gives what is no error as it is", () => {
  expect(errorWords("no")).toBe("no");
  expect(errorWords(Object.assign(new RangeError("no"), { stack: undefined }))).toBe("RangeError: no");
});

it("takes the words of an error from its stack where they are left in that alone", () => {
  const lost = Object.assign(new Error(""), {
    stack: "DataCloneError: () => 1 could not be cloned.\n    at new DOMException",
  });
  expect(errorWords(lost)).toBe("DataCloneError: () => 1 could not be cloned.");
  expect(errorWords(Object.assign(new Error(""), { stack: "Error\n    at task (file:///home/me/work.mjs:1:1)" }))).toBe(
    "Error: \n    at task (work.mjs:1:1)",
  );
});
