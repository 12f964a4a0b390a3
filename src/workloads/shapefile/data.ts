import { randomAt } from "../random.js";
import { type Geometries, type Point, writeGeometries } from "./geometry.js";
import { type Cell, type Column, writeTable } from "./table.js";

/** Names as atlases have them. The first list fits into windows-1252, the second needs UTF-8. */
const WESTERN = ["Zürich", "São Paulo", "Ærøskøbing", "Málaga", "Besançon", "Þingvellir", "Görlitz", "A Coruña"];
const WORLD = [...WESTERN, "Łódź", "Київ", "Αθήνα", "東京", "القاهرة", "תל אביב", "Hồ Chí Minh", "მცხეთა"];

const COLUMNS: Column[] = [
  { name: "ID", type: "N", width: 9 },
  { name: "NAME", type: "C", width: 40 },
  { name: "REMARK", type: "C", width: 60 },
  { name: "PEOPLE", type: "N", width: 10 },
  { name: "AREA_KM2", type: "N", width: 14, decimals: 3 },
  { name: "SURVEYED", type: "D", width: 8 },
  { name: "CAPITAL", type: "L", width: 1 },
];

/** The files of one shapefile by their endings. */
export type ShapefileParts = Record<"shp" | "shx" | "dbf" | "cpg" | "prj", Buffer>;

const WGS84 =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],' +
  'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';

/**
 * A made-up but valid shapefile of `features` features: points, lines or polygons in turn by its number, some polygons
 * with a hole or of two parts; every fourth file has the older encoding. The same numbers give the same bytes.
 */
export function makeShapefile(file: number, features: number, seed: number): ShapefileParts {
  const draw = drawer(seed + 7919 * file);
  const encoding = file % 4 === 3 ? "windows-1252" : "utf-8";
  const names = encoding === "utf-8" ? WORLD : WESTERN;
  const rows = Array.from({ length: features }, (_, index) => attributes(index, names, draw));
  return {
    ...writeGeometries(shapesOf(file, features, draw)),
    dbf: writeTable(COLUMNS, rows, encoding),
    cpg: Buffer.from(encoding === "utf-8" ? "UTF-8" : "1252"),
    prj: Buffer.from(WGS84),
  };
}

/** Gives whole numbers in 0..below - 1. */
type Draw = (below: number) => number;

function drawer(seed: number): Draw {
  let counter = 0;
  return (below) => randomAt(seed, counter++) % below;
}

function attributes(index: number, names: readonly string[], draw: Draw): Cell[] {
  const name = () => names[draw(names.length)] as string;
  const date = 20_000_101 + 10_000 * draw(25) + 100 * draw(12) + draw(28);
  const remark = draw(5) === 0 ? null : `${name()} · ${name()}`;
  return [index + 1, name(), remark, draw(9_000_000), draw(1e9) / 1e3, String(date), draw(50) === 0];
}

function shapesOf(file: number, features: number, draw: Draw): Geometries {
  const each = <Shape>(make: () => Shape) => Array.from({ length: features }, make);
  const kind = (["polygon", "line", "point"] as const)[file % 3] ?? "point";
  if (kind === "point") return { kind, shapes: each(() => place(draw)) };
  if (kind === "line") return { kind, shapes: each(() => [path(place(draw), 8 + draw(40), draw)]) };
  return { kind, shapes: each(() => polygon(draw)) };
}

function place(draw: Draw): Point {
  return [draw(340_000_000) / 1e6 - 170, draw(140_000_000) / 1e6 - 70];
}

/** A walk of `steps` points in small steps from a place. */
function path([x, y]: Point, steps: number, draw: Draw): Point[] {
  let [east, north] = [x, y];
  return Array.from({ length: steps }, (): Point => {
    east += (draw(2_001) - 1_000) / 1e6;
    north += (draw(2_001) - 1_000) / 1e6;
    return [degrees(east), degrees(north)];
  });
}

/** A ring round a place; in some a hole, beside some a second part. */
function polygon(draw: Draw): Point[][] {
  const [x, y] = place(draw);
  const rings = [ring([x, y], 0.02, 12 + draw(60), draw)];
  const extra = draw(10);
  if (extra === 0) rings.push(ring([x, y], 0.005, 8, draw).reverse());
  if (extra === 1) rings.push(ring([x + 0.1, y], 0.01, 10, draw));
  return rings;
}

/** A closed ring, clockwise, its points at half to the whole of the radius. */
function ring([x, y]: Point, radius: number, points: number, draw: Draw): Point[] {
  const corners = Array.from({ length: points }, (_, index): Point => {
    const angle = (-2 * Math.PI * index) / points;
    const reach = (radius * (1_000 + draw(1_000))) / 2_000;
    return [degrees(x + reach * Math.cos(angle)), degrees(y + reach * Math.sin(angle))];
  });
  return [...corners, corners[0] as Point];
}

/** Six decimals, a tenth of a metre: as maps have them. */
function degrees(angle: number): number {
  return Math.round(angle * 1e6) / 1e6;
}
