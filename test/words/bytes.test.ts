import { expect, test } from "vitest";
import { formatBytes } from "../../src/words/bytes.js";

test.each([
  [12, "12 B"],
  [385e6, "385 MB"],
  [999_400, "999 kB"],
  [999_600, "1.00 MB"],
  [1.204e9, "1.20 GB"],
])("%f bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
