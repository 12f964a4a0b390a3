/** A point in degrees: longitude, latitude. */
export type Point = readonly [x: number, y: number];

/** Features of one kind; a line or polygon consists of parts (for polygons: rings, outer ones clockwise). */
export type Geometries = { kind: "point"; shapes: Point[] } | { kind: "line" | "polygon"; shapes: Point[][][] };

/** Numbers that the format gives to its kinds of shape. */
const SHAPE_TYPES = { point: 1, line: 3, polygon: 5 };
const HEADER_BYTES = 100;
const FILE_CODE = 9994;
const VERSION = 1000;

/**
 * The bytes of a main file (.shp) and its index (.shx), as the ESRI Shapefile Technical Description (July 1998) lays
 * them out: lengths count 16-bit words, headers are big-endian and contents little-endian.
 */
export function writeGeometries(geometries: Geometries): { shp: Buffer; shx: Buffer } {
  const type = SHAPE_TYPES[geometries.kind];
  const contents =
    geometries.kind === "point"
      ? geometries.shapes.map((point) => pointContent(type, point))
      : geometries.shapes.map((parts) => partsContent(type, parts));
  const points = geometries.kind === "point" ? geometries.shapes : geometries.shapes.flat(2);
  const records = contents.map((content, index) => {
    const head = Buffer.alloc(8);
    head.writeInt32BE(index + 1, 0);
    head.writeInt32BE(content.length / 2, 4);
    return Buffer.concat([head, content]);
  });
  const places = Buffer.alloc(8 * records.length);
  let offset = HEADER_BYTES;
  for (const [index, record] of records.entries()) {
    places.writeInt32BE(offset / 2, 8 * index);
    places.writeInt32BE((record.length - 8) / 2, 8 * index + 4);
    offset += record.length;
  }
  const header = (bytes: number) => fileHeader(type, bytes, boundsOf(points));
  return {
    shp: Buffer.concat([header(offset), ...records]),
    shx: Buffer.concat([header(HEADER_BYTES + places.length), places]),
  };
}

type Bounds = [west: number, south: number, east: number, north: number];

function boundsOf(points: readonly Point[]): Bounds {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    bounds[0] = Math.min(bounds[0], x);
    bounds[1] = Math.min(bounds[1], y);
    bounds[2] = Math.max(bounds[2], x);
    bounds[3] = Math.max(bounds[3], y);
  }
  return bounds;
}

function fileHeader(type: number, bytes: number, bounds: Bounds): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32BE(FILE_CODE, 0);
  header.writeInt32BE(bytes / 2, 24);
  header.writeInt32LE(VERSION, 28);
  header.writeInt32LE(type, 32);
  writeDoubles(header, 36, bounds);
  return header;
}

function pointContent(type: number, point: Point): Buffer {
  const content = Buffer.alloc(20);
  content.writeInt32LE(type, 0);
  writeDoubles(content, 4, point);
  return content;
}

function partsContent(type: number, parts: readonly Point[][]): Buffer {
  const points = parts.flat();
  const content = Buffer.alloc(44 + 4 * parts.length + 16 * points.length);
  content.writeInt32LE(type, 0);
  writeDoubles(content, 4, boundsOf(points));
  content.writeInt32LE(parts.length, 36);
  content.writeInt32LE(points.length, 40);
  let first = 0;
  for (const [index, part] of parts.entries()) {
    content.writeInt32LE(first, 44 + 4 * index);
    first += part.length;
  }
  writeDoubles(content, 44 + 4 * parts.length, points.flat());
  return content;
}

function writeDoubles(buffer: Buffer, place: number, values: readonly number[]): void {
  for (const [index, value] of values.entries()) buffer.writeDoubleLE(value, place + 8 * index);
}
