import { type FaultGrid, faultGrid, faultWords, toneOfFault } from "../../../analysis/cells/fault-grid.js";
import { largest } from "../../../record/limits/extremes.js";
import type { ChartInput, SmallPictures, Spec } from "../marks/chart.js";
import { CROSS, layer, literal, PIXEL_BOX, pixels, type Row, words } from "../marks/layers.js";
import { ROW_SIZE, type ScreenWidth } from "../marks/layout.js";
import { textWidth } from "../output/text-metrics.js";
import { colour } from "../output/theme.js";

const SQUARE = 15;
const LINE = 21;
/** Width in px of the column of a fault. */
const COLUMN: Record<ScreenWidth, number> = { wide: 66, narrow: 30 };
const TONES = { good: colour("good"), bad: colour("bad"), open: colour("startup") };

/**
 * What each fault did to the program of each strategy, as squares: blue where only the faulty task was lost, red where the
 * program ended or a task hung, grey between. `null` where no fault was planned.
 */
export function faultSquares({ analysis, experiment }: ChartInput): SmallPictures | null {
  const grid = faultGrid(analysis, experiment);
  if (grid === null) return null;
  return { hero: draw(grid, "wide"), narrow: draw(grid, "narrow"), row: row(grid) };
}

function draw(grid: FaultGrid, room: ScreenWidth): Spec {
  const { faults, rows } = grid;
  const left = largest(rows.map(({ name }) => textWidth(name, 12))) + 14;
  const across = (column: number) => left + column * COLUMN[room] + COLUMN[room] / 2;
  const down = (line: number) => 24 + line * LINE;
  const names = rows.map(({ name }, line): Row => ({ text: name, px: 0, py: down(line) }));
  // Where there is little room, faults are numbered, and named below.
  const heads = faults.map((fault, column): Row => {
    const text = room === "wide" ? faultWords(fault) : String(column + 1);
    return { text, px: across(column), py: 6 };
  });
  const key = [
    ...(room === "wide" ? [] : faults.map((fault, index) => `${index + 1}: a task ${faultWords(fault)}`)),
    "blue: only the faulty task is lost",
    "red, crossed: the program ends, or a task hangs",
  ];
  const below = key.map((text, line): Row => ({ text, px: 0, py: down(rows.length) + 4 + line * 17 }));
  const squares = squaresOf(grid, (column, line) => {
    const [px, py] = [across(column), down(line)];
    const half = SQUARE / 2;
    return { px, py, left: px - half, right: px + half, top: py - half, bottom: py + half };
  });
  const ended = squares.filter(({ tone }) => tone === "bad");
  return {
    width: left + faults.length * COLUMN[room],
    height: down(rows.length) + key.length * 17,
    layer: [
      ...layer(squares, { type: "rect" }, { ...PIXEL_BOX, fill: literal("colour") }),
      ...layer(ended, { ...CROSS, size: 110, stroke: colour("paper") }, { x: pixels("px"), y: pixels("py") }),
      ...words(names, { fill: colour("text") }),
      ...words(heads, { align: "center", fontSize: 11.5 }),
      ...words(below, { fontSize: 11.5 }),
    ],
  };
}

function row(grid: FaultGrid): Spec {
  const [width, height] = [ROW_SIZE.width / grid.faults.length, ROW_SIZE.height / grid.rows.length];
  const squares = squaresOf(grid, (column, line) => ({
    left: column * width + 1,
    right: (column + 1) * width - 1,
    top: line * height + 0.75,
    bottom: (line + 1) * height - 0.75,
  }));
  return { ...ROW_SIZE, layer: layer(squares, { type: "rect" }, { ...PIXEL_BOX, fill: literal("colour") }) };
}

/** A square in the colour of its tone for each fault that a strategy was given. */
function squaresOf({ rows }: FaultGrid, boxOf: (column: number, line: number) => Row): Row[] {
  return rows.flatMap(({ byFault }, line) =>
    byFault.flatMap((recorded, column) => {
      if (recorded === undefined) return [];
      const tone = toneOfFault(recorded);
      return [{ ...boxOf(column, line), tone, colour: TONES[tone] }];
    }),
  );
}
