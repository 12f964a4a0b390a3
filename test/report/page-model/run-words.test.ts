import { expect, it } from "vitest";
import type { ListedRun } from "../../../src/report/archive/run-entry.js";
import { datedWords, dateWords } from "../../../src/report/page-model/run-words.js";

const startedAt = "2026-11-21T06:15:00.000Z";
const entry = (importedAt?: string) =>
  ({ run: { startedAt, ...(importedAt && { origin: { importedAt } }) } }) as unknown as ListedRun;
const [recorded, dated, undated] = [entry(), entry("2026-11-30T00:00:00.000Z"), entry(startedAt)];

it("the day of an import that says none is not called that of a recording", () => {
  expect(datedWords([recorded, dated])).toBe("recorded");
  expect(datedWords([undated])).toBe("imported");
  expect(datedWords([recorded, undated])).toBe("recorded or imported");
  expect(dateWords(dated)).toBe("21 Nov 2026, 06:15 UTC");
  expect(dateWords(undated)).toBe("imported 21 Nov 2026, 06:15 UTC");
});
