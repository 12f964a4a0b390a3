import { expect, it } from "vitest";
import { compactSvg } from "../../../../src/report/charts/output/compact-svg.js";
import { seededRandom } from "../../../../src/stats/random.js";

const LOOKS = {
  fill: ["red", "none"],
  stroke: ["red", "blue"],
  "font-size": ["11", "12"],
  "stroke-dasharray": ["3,2"],
  opacity: ["0.5"],
};

/** What is painted, in order: each piece with its place and its look, whatever group these come from. */
function painted(svg: string): string[] {
  const found: string[] = [];
  const open: { look: Record<string, string>; shift: string }[] = [{ look: {}, shift: "" }];
  for (const [, closing, name = "", attributes = "", empty, words] of svg.matchAll(
    /<(\/?)(\w+)((?: [\w-]+="[^"]*")*)(\/?)>([^<]*)/g,
  )) {
    if (closing === "/") {
      open.pop();
      continue;
    }
    const own = Object.fromEntries(
      [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
    );
    const { transform, d = "", x, y, x1 = "0", y1 = "0", x2 = "0", y2 = "0", cx, cy, r, ...look } = own;
    const { look: from, shift } = open.at(-1) as (typeof open)[number];
    const [, left = "0", top = "0"] = /translate\(([^,]+),([^)]+)\)/.exec(transform ?? "") ?? [];
    const [atX, atY] = [Number(left), Number(top)];
    const all = { ...from, ...look };
    const say = (what: string) => found.push(`${shift} ${what} ${JSON.stringify(Object.entries(all).sort())}`);
    const point = (one: number, other: number) => `${one.toFixed(1)},${other.toFixed(1)}`;
    if (name === "line") {
      say(`stroke ${point(atX + Number(x1), atY + Number(y1))} to ${point(atX + Number(x2), atY + Number(y2))}`);
    } else if (name === "path" && /^(M[^Mhvl]+[hvl][^Mhvl]+)+$/.test(d)) {
      for (const [, startX, startY, way, by = ""] of d.matchAll(/M([^,]+),([^hvl]+)([hvl])([^M]+)/g)) {
        const [one, other = "0"] = by.split(",");
        const [right, down] = way === "v" ? [0, Number(one)] : [Number(one), way === "h" ? 0 : Number(other)];
        const [fromX, fromY] = [Number(startX), Number(startY)];
        say(`stroke ${point(fromX, fromY)} to ${point(fromX + right, fromY + down)}`);
      }
    } else if (name === "text") say(`${words} at ${point(Number(x ?? left), Number(y ?? top))}`);
    else if (name === "circle") say(`circle ${point(Number(cx), Number(cy))} ${r}`);
    else if (name === "path" && d.includes("A")) say(`circle ${point(atX, atY)} ${d.slice(1, d.indexOf(","))}`);
    else if (name === "path") say(`${d} at ${point(atX, atY)}`);
    if (empty !== "/") open.push({ look: all, shift: `${shift}${transform ?? ""}` });
  }
  return found;
}

function randomSvg(seed: number): string {
  const random = seededRandom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const place = () => `translate(${below(99) / 10},${below(99) / 10})`;
  const look = () =>
    Object.entries(LOOKS)
      .flatMap(([name, values]) => (random() < 0.6 ? [` ${name}="${values[below(values.length)]}"`] : []))
      .join("");
  const leaves = [
    () => `<line transform="${place()}" x2="${below(50)}" y2="${below(2) * -3.5}"${look()}/>`,
    () => `<text transform="${place()}"${look()}>${below(9)} &lt; ms</text>`,
    () => `<path transform="${place()}" d="M3.8,0A3.8,3.8,0,1,1,-3.8,0A3.8,3.8,0,1,1,3.8,0"${look()}/>`,
    () => `<path d="M1,${below(9)}L3,4L5,${below(9)}"${look()}/>`,
  ];
  const some = (depth: number): string =>
    Array.from({ length: 1 + below(8) }, () =>
      depth > 0 && random() < 0.2
        ? `<g transform="${place()}"${look()}>${some(depth - 1)}</g>`
        : (leaves[below(2) === 0 ? 0 : below(leaves.length)] as () => string)(),
    ).join("");
  return `<svg fill="none">${some(3)}</svg>`;
}

it("paints the same pieces, in the same order, place and look, in no more bytes", () => {
  let [before, after] = [0, 0];
  for (let seed = 1; seed <= 500; seed++) {
    const svg = randomSvg(seed);
    const short = compactSvg(svg);
    expect(painted(short), `seed ${seed}`).toEqual(painted(svg));
    before += svg.length;
    after += short.length;
  }
  expect(after).toBeLessThan(before * 0.75);
});

it("makes one path of lines of one look, and says once what neighbours share", () => {
  const line = (x: number) => `<line transform="translate(${x},0.5)" x2="0" y2="-8.6" stroke="var(--c-grid,#e6e6e6)"/>`;
  expect(compactSvg(`<svg>${line(1)}${line(2.5)}</svg>`)).toBe(
    '<svg><path d="M1,0.5v-8.6M2.5,0.5v-8.6" stroke="var(--c-grid,#e6e6e6)"/></svg>',
  );
  const text = (x: number) => `<text text-anchor="end" transform="translate(${x},3)" font-size="12">${x} ms</text>`;
  expect(compactSvg(`<svg>${text(1)}${text(2)}${text(3)}</svg>`)).toBe(
    '<svg><g text-anchor="end" font-size="12"><text x="1" y="3">1 ms</text><text x="2" y="3">2 ms</text><text x="3" y="3">3 ms</text></g></svg>',
  );
});

it("leaves lines that shine through apart, turned texts turned, and what others are cut by as it is", () => {
  const faint = '<line x2="4" stroke="red" opacity="0.5"/>';
  expect(compactSvg(`<svg>${faint}${faint}</svg>`).match(/<path/g)).toHaveLength(2);
  const turned = '<svg><text transform="translate(1,2) rotate(-90)">a</text></svg>';
  expect(compactSvg(turned)).toBe(turned);
  const cut =
    '<svg><defs><clipPath id="c"><path d="M3.8,0A3.8,3.8,0,1,1,-3.8,0A3.8,3.8,0,1,1,3.8,0"/></clipPath></defs></svg>';
  expect(compactSvg(cut)).toBe(cut);
});
