import { expect, test } from "vitest";
import { formatDate, formatDay } from "../../src/words/date.js";

test("dates read the same on every machine", () => {
  expect(formatDate("2026-11-21T06:05:00.000Z")).toBe("21 Nov 2026, 06:05 UTC");
  expect(formatDate("2026-11-21T06:05:09.000Z", true)).toBe("21 Nov 2026, 06:05:09 UTC");
  expect(formatDay("2026-11-21T06:05:00.000Z")).toBe("21 Nov 2026");
});
