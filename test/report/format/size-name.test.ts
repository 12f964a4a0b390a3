import { expect, test } from "vitest";
import { sizeName } from "../../../src/report/format/size-name.js";

test("only the factors of the size that vary are named", () => {
  const factors = { strategy: "sequential", workers: 1, workload: "file-write", tasks: 4, n: 65536 };
  expect(sizeName(factors, ["workload", "tasks"])).toBe("file write, 4 tasks");
  expect(sizeName(factors, ["n"])).toBe("N = 65,536");
  expect(sizeName(factors, [])).toBe("");
});
