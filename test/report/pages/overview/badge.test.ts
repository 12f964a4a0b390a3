import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { TOKENS } from "../../../../src/report/charts/output/theme.js";
import { NO_ADDRESS, parseAddress } from "../../../../src/report/page-model/site-address.js";
import { badgeOf } from "../../../../src/report/pages/overview/badge.js";
import { ATTACKS } from "../../hostile-run.js";

const address = parseAddress({ siteUrl: "https://example.org/a" });
const pool = { use: "2 workers, any pool", amount: "34 % less time", than: "than sequential", tone: "good" } as const;
const sideBySide = (svg: string) => [...svg.matchAll(/<text x="([\d.]+)" y="14" textLength="([\d.]+)">([^<]*)/g)];

describe("the badge of a study", () => {
  it("says what to use and what it gains, in the colour of its verdict", () => {
    const { path, svg } = badgeOf("lab", pool, address);
    expect(path).toBe("study/lab/badge.svg");
    expect(sideBySide(svg).map(([, , , words]) => words)).toEqual(["lab", "2 workers, any pool: 34 % less time"]);
    expect(svg).toContain(`fill="${TOKENS.good}"`);
    expect(svg).toContain("<title>lab: 2 workers, any pool: 34 % less time</title>");
    expect(badgeOf("lab", { ...pool, tone: "open" }, address).svg).not.toContain(TOKENS.good);
  });

  it("says in full what is no change, and only the answer where nothing is gained", () => {
    const none = { use: "1 worker", amount: "Nothing tested", than: "is shown to be faster", tone: "open" } as const;
    expect(badgeOf("lab", none, address).text).toBe("lab: 1 worker: nothing tested is shown to be faster");
    expect(badgeOf("lab", { ...pool, amount: "", than: "" }, address).text).toBe("lab: 2 workers, any pool");
  });

  it("shows a headline whole, and what to use alone where the gain has no room", () => {
    const shown = (answer: Parameters<typeof badgeOf>[1]) => sideBySide(badgeOf("lab", answer, address).svg)[1]?.[3];
    const use = "Process pool, process per task or thread pool with 128 workers for 1,024 tasks";
    const long = { ...pool, use };
    expect(shown(long)).toBe(use);
    const none = { use: "Sequential, without workers", amount: "Nothing tested", than: "is shown to be faster" };
    expect(shown({ ...long, ...none })).toBe("Sequential, without workers: nothing tested is shown to be faster");
  });

  it("has room for its texts, one beside the other", () => {
    const { svg } = badgeOf("lab", pool, address);
    const [label, message] = sideBySide(svg).map(([, x, length]) => [Number(x), Number(length)] as [number, number]);
    const width = Number(/width="(\d+)"/.exec(svg)?.[1]);
    expect((label?.[0] ?? 0) + (label?.[1] ?? 0)).toBeLessThan(message?.[0] ?? 0);
    expect((message?.[0] ?? 0) + (message?.[1] ?? 0)).toBeLessThan(width);
  });

  it("is embedded by Markdown that leads to the study, with an example's address where the site's is not known", () => {
    const { markdown, isAddressOpen } = badgeOf("lab", pool, address);
    expect([markdown, isAddressOpen]).toEqual([
      "[![lab: 2 workers, any pool: 34 % less time](https://example.org/a/study/lab/badge.svg)](https://example.org/a/study/lab/)",
      false,
    ]);
    const open = badgeOf("lab", pool, NO_ADDRESS);
    expect([open.markdown, open.isAddressOpen]).toEqual([
      expect.stringContaining("https://example.org/study/lab/"),
      true,
    ]);
  });

  it.each(ATTACKS)("is text, whatever a run is called: %s", (attack) => {
    const { svg, markdown } = badgeOf("lab", { ...pool, use: attack }, address);
    expect([...svg.matchAll(/<([a-z]+)[\s>]/gi)].map(([, name]) => name)).toEqual([
      "svg",
      "title",
      "clipPath",
      "rect",
      "g",
      "rect",
      "rect",
      "g",
      "text",
      "text",
    ]);
    expect(svg).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos);)/);
    const html = marked.parse(markdown, { async: false });
    expect(html).toMatch(
      /^<p><a href="https:\/\/example.org\/a\/study\/lab\/"><img src="[^"]*badge.svg" alt="[^"]*"><\/a><\/p>\n$/,
    );
  });
});
