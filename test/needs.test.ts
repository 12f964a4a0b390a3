import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { met } from "./needs.js";

describe("what a test needs beyond Node", () => {
  let lines: string[] = [];
  beforeEach(() => {
    lines = [];
    vi.spyOn(console, "warn").mockImplementation((line) => void lines.push(line));
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("is quiet where it is there", () => {
    expect(met("git", true, "git,fonts")).toBe(true);
    expect(lines).toEqual([]);
  });

  it("is skipped loudly where it is missing", () => {
    expect(met("pdflatex", false, "git")).toBe(false);
    expect(lines.join()).toContain("SKIPPED: Tests need pdflatex (Debian: texlive-latex-recommended)");
  });

  it("fails where it is required", () => {
    expect(() => met("git", false, "fonts, git")).toThrow("Tests need git, and SCALEBOOK_REQUIRE names git");
  });

  it("has a name, or nothing would ever be required", () => {
    expect(() => met("git", true, "gti")).toThrow("SCALEBOOK_REQUIRE has gti: tests may need bash, browser, duckdb");
  });
});
