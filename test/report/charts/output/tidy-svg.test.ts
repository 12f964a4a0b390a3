import { describe, expect, it } from "vitest";
import { tidySvg } from "../../../../src/report/charts/output/tidy-svg.js";

const tidy = (inner: string) =>
  tidySvg(`<svg viewBox="0 0 9 9">${inner}</svg>`, { id: "a", labelledBy: "b" }).replace(/^<svg[^>]*>|<\/svg>$/g, "");

describe("a tidy picture", () => {
  it("writes a rounded box as a box: the same corners, the same radius, all that it is painted with", () => {
    const path =
      '<path class="x" d="M2,0L137,0C138.1,0,139,0.9,139,2L139,20C139,21.1,138.1,22,137,22L2,22C0.9,22,0,21.1,0,20L0,2C0,0.9,0.9,0,2,0Z" fill="red" stroke-width="0"/>';
    expect(tidy(path)).toBe('<rect x="0" y="0" width="139" height="22" rx="2" fill="red" stroke-width="0"/>');
    const other = '<path d="M2,0L137,0C138.1,0,139,0.9,139,2Z" fill="red"/>';
    expect(tidy(other)).toBe(other);
  });

  it("writes a box back to where it started", () => {
    expect(tidy('<path d="M526.44,-3h3.84v21h-3.84Z" fill="red"/>')).toBe(
      '<path d="M526.4,-3h3.8v21H526.4Z" fill="red"/>',
    );
  });

  it("has no empty frames, no invisible points, no groups without a purpose", () => {
    const frame = '<path d="M0,0h700v120h-700Z"/>';
    const point = '<path transform="translate(3,0)" d="M0.5,0A0.5,0.5,0,1,1,-0.5,0Z" opacity="0"/>';
    const text = '<g transform="translate(1,2)"><text>g</text></g>';
    expect(tidy(`<g><g>${frame}<g>${point}</g></g><g>${text}</g></g>`)).toBe(text);
  });

  it("leaves text as it is", () => {
    const words = '<text opacity="0.5">1.2345 &lt;g&gt; font-size="12px" text-anchor="start"</text>';
    expect(tidy(words)).toBe(words);
  });
});
