import { expect, it } from "vitest";
import { tabTitle } from "../../src/report/templates.js";

it("names the site in a tab where there is room, and cuts a long title after a word", () => {
  expect(tabTitle({ title: "Glossary" })).toBe("Glossary · Scalebook");
  const fits = "a".repeat(55);
  expect(tabTitle({ title: fits })).toBe(fits);
  const long = "A new pool every time, or one that is kept: lab-all: the whole lab, on shared 2-core VM";
  expect(tabTitle({ title: long })).toBe("A new pool every time, or one that is kept: lab-all: the …");
  expect(tabTitle({ title: long }).length).toBeLessThanOrEqual(60);
});
