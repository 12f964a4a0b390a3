import { variantKey } from "../../../analysis/cells/cell-keys.js";
import type { Factors } from "../../../record/schema/run-schema.js";
import { colour, type Token } from "../output/theme.js";

/** Look of a strategy in every chart: hue, shape and dash, so that colour is never the only difference. */
export interface SeriesStyle {
  colour: string;
  /** The same hue, dark enough for text. */
  ink: string;
  /** Inside and rim of the point: full with a rim of paper, or hollow for the second way of starting a strategy. */
  fill: string;
  rim: string;
  shape: string;
  /** Area of the point in px²; shapes of these areas look equally large. */
  size: number;
  dash: number[];
}

interface Look {
  token: Token;
  shape: string;
  dash: number[];
}

/** Areas that look equally large: the rim takes a pixel all around, and more of a narrow shape. */
const SIZES: Record<string, number> = { circle: 62, square: 58, diamond: 100, cross: 105 };
const TRIANGLE_SIZE = 132;
const SOLID = [1, 0];
const LOOKS: Record<string, Look> = {
  sequential: { token: "sequential", shape: "diamond", dash: SOLID },
  "event-loop": { token: "event-loop", shape: "triangle-down", dash: [2, 2] },
  "process-per-task": { token: "process-per-task", shape: "triangle-up", dash: [6, 3] },
  "process-pool": { token: "process-pool", shape: "circle", dash: SOLID },
  "thread-per-task": { token: "thread-per-task", shape: "cross", dash: [6, 3] },
  "thread-pool": { token: "thread-pool", shape: "square", dash: SOLID },
};

/** Looks of other strategies, in the order in which these appear. */
const OTHERS: readonly Look[] = [
  { token: "other-1", shape: "triangle-right", dash: SOLID },
  { token: "other-2", shape: "triangle-left", dash: SOLID },
  { token: "other-3", shape: "diamond", dash: [6, 3] },
  { token: "other-4", shape: "square", dash: [6, 3] },
];

/** Dashes of the second, third ... variant of one strategy. */
const VARIANT_DASHES = [
  [3, 3],
  [8, 3, 2, 3],
  [2, 4],
];

/**
 * The looks of the strategies among `all`, the same in every chart of the experiment. `nth` tells lines of one strategy
 * apart, from 0.
 */
export function styleOf(all: readonly { factors: Factors }[]): (factors: Factors, nth?: number) => SeriesStyle {
  const strategies = [...new Set(all.map(({ factors }) => factors.strategy))];
  const unknown = strategies.filter((strategy) => !Object.hasOwn(LOOKS, strategy));
  const variants = [...new Set(all.map(({ factors }) => variantKey(factors)))];
  return (factors, nth = 0) => {
    const { strategy } = factors;
    const place = Math.max(0, unknown.indexOf(strategy));
    const other = OTHERS[place % OTHERS.length] as Look;
    const look = Object.hasOwn(LOOKS, strategy) ? (LOOKS[strategy] as Look) : other;
    const plain = variantKey({ strategy, workers: 1 });
    const siblings = variants.filter((variant) => variant === plain || variant.startsWith(`${plain},`));
    // Where the looks are used up, the second round is hollow, and the third has other dashes.
    return styleFrom(
      look,
      Math.max(0, siblings.indexOf(variantKey(factors))) + Math.floor(place / OTHERS.length) + nth,
    );
  };
}

function styleFrom({ token, shape, dash }: Look, variant: number): SeriesStyle {
  const own = variant === 0 ? dash : (VARIANT_DASHES[(variant - 1) % VARIANT_DASHES.length] as number[]);
  const stroke = colour(token);
  const [fill, rim] = variant % 2 === 0 ? [stroke, colour("paper")] : [colour("paper"), stroke];
  return {
    colour: stroke,
    ink: colour(`${token}-ink` as Token),
    fill,
    rim,
    shape,
    size: SIZES[shape] ?? TRIANGLE_SIZE,
    dash: own,
  };
}

/** Shapes and dashes that tell the levels of a factor apart. */
const LEVEL_SHAPES = ["circle", "square", "diamond", "triangle-up", "cross", "triangle-down"];
const LEVEL_DASHES = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
];

/** Look of one level of a factor among several of one strategy: its hue from pale to full, and its own shape and dash. */
export function levelStyle(base: SeriesStyle, index: number, count: number): SeriesStyle {
  const share = count < 2 ? 100 : Math.round(45 + (55 * index) / (count - 1));
  const hue = share === 100 ? base.colour : `color-mix(in srgb, ${base.colour} ${share}%, ${colour("paper")})`;
  return {
    ...base,
    colour: hue,
    fill: hue,
    rim: colour("paper"),
    shape: LEVEL_SHAPES[index % LEVEL_SHAPES.length] as string,
    dash: LEVEL_DASHES[index % LEVEL_DASHES.length] as number[],
  };
}
