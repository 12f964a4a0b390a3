import { colour } from "../../output/theme.js";
import type { SeriesStyle } from "../series-style.js";

const SHAPES = ["circle", "square", "diamond", "triangle-up", "cross", "triangle-down"];
const DASHES = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
];

/** One level of a factor among several of the same strategy: its hue from pale to full, with a shape and a dash of its own. */
export function levelStyle(base: SeriesStyle, index: number, count: number): SeriesStyle {
  const share = count < 2 ? 100 : Math.round(45 + (55 * index) / (count - 1));
  const hue = share === 100 ? base.colour : `color-mix(in srgb, ${base.colour} ${share}%, ${colour("paper")})`;
  return {
    ...base,
    colour: hue,
    fill: hue,
    rim: colour("paper"),
    shape: SHAPES[index % SHAPES.length] as string,
    dash: DASHES[index % DASHES.length] as number[],
  };
}
