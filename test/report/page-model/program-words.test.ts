import { expect, it } from "vitest";
import { programWords } from "../../../src/report/page-model/program-words.js";

it("a program names its commit and its files", () => {
  const files = [{ path: "bench.mjs", sha256: "ab".repeat(32), bytes: 3 }];
  const commit = { ref: "main", hash: "0123456789abcdef0123456789abcdef01234567" };
  expect(programWords({ files, commit })).toBe(
    "of commit 0123456789ab (main); read from bench.mjs (SHA-256 abababababab…)",
  );
  expect(programWords({ files })).toBe("read from bench.mjs (SHA-256 abababababab…)");
});
