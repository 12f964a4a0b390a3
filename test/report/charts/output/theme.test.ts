import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { STACK_PARTS } from "../../../../src/analysis/results/stack.js";
import { colour, TOKENS, type Token } from "../../../../src/report/charts/output/theme.js";

const css = readFileSync(new URL("../../../../templates/assets/site.css", import.meta.url), "utf8");
const [, darkBlock = ""] = /@media screen and \(prefers-color-scheme: dark\) \{(.*?)\n\}/s.exec(css) ?? [];
const dark = new Map(
  [...darkBlock.matchAll(/--c-([a-z0-9-]+): (#[0-9a-f]{6})/g)].map(([, token = "", hex = ""]) => [token, hex]),
);

/** Contrast of two colours as WCAG 2 reckons it, 1 to 21. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (low + 0.05);
}

const themes = {
  light: (token: Token) => TOKENS[token],
  dark: (token: Token) => dark.get(token) ?? "#000000",
};
const tokens = Object.keys(TOKENS) as Token[];
const inks = tokens.filter((token) => token.endsWith("-ink"));
const series = inks.map((token) => token.replace(/-ink$/, "") as Token);

describe("colours of charts", () => {
  it("have a dark counterpart each", () => {
    expect(tokens.filter((token) => !dark.has(token))).toEqual([]);
    expect(colour("ink")).toBe("var(--c-ink,#1a1a1a)");
  });

  it.each(Object.entries(themes))("%s: text stands out by 4.5 to 1, lines and points by 3 to 1", (_, of) => {
    for (const token of [...inks, "ink", "text", "soft", "good", "bad", "same"] as Token[]) {
      expect(contrast(of(token), of("paper")), token).toBeGreaterThanOrEqual(4.5);
    }
    for (const token of [...series, "ref"] as Token[]) {
      expect(contrast(of(token), of("paper")), token).toBeGreaterThanOrEqual(3);
    }
  });

  it.each(Object.entries(themes))("%s: words on a part of the workers' time stand out by 4.5 to 1", (_, of) => {
    const parts = tokens.filter((token) => token.startsWith("part-") && !token.endsWith("-on"));
    expect(parts).toHaveLength(STACK_PARTS.length);
    for (const part of parts) expect(contrast(of(part), of(`${part}-on` as Token)), part).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.entries(themes))("%s: words on the shades of a grid stand out by 4.5 to 1", (_, of) => {
    const shades = tokens.filter((token) => /^heat-\d$/.test(token));
    expect(shades).toHaveLength(6);
    for (const shade of shades) expect(contrast(of(shade), of(`${shade}-on` as Token)), shade).toBeGreaterThan(4.5);
  });

  it("are those of the brief in light", () => {
    expect(TOKENS["event-loop"]).toBe("#710150");
    expect(TOKENS["process-per-task"]).toBe("#0f97dd");
    expect(TOKENS["process-pool"]).toBe("#1651be");
    expect(TOKENS["thread-per-task"]).toBe("#c88223");
    expect(TOKENS["thread-pool"]).toBe("#a23c08");
    expect(TOKENS.sequential).toBe("#7e7e7f");
  });
});
