/// <reference path="../../src/workloads/shapefile/shapefile-package.d.ts" />
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FeatureCollection, read } from "shapefile";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeShapefile } from "../../src/workloads/shapefile/data.js";
import { writeTable } from "../../src/workloads/shapefile/table.js";
import { workload } from "../../src/workloads/shapefile.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "scalebook-test-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Written out, and read by the package that the world reads shapefiles with. */
async function readBack(file: number, features: number, encoding = "utf-8"): Promise<FeatureCollection> {
  const path = join(folder, `made-${file}`);
  for (const [ending, bytes] of Object.entries(makeShapefile(file, features, 5))) {
    writeFileSync(`${path}.${ending}`, bytes);
  }
  return read(`${path}.shp`, undefined, { encoding });
}

const typesOf = ({ features }: FeatureCollection) => new Set(features.map(({ geometry }) => geometry?.type));
const namesOf = ({ features }: FeatureCollection) => new Set(features.map(({ properties }) => properties.NAME));

describe("makeShapefile", () => {
  it("makes polygons, some with a hole and some of two parts, all closed", async () => {
    const collection = await readBack(0, 200);
    expect(collection.features).toHaveLength(200);
    expect([...typesOf(collection)].sort()).toEqual(["MultiPolygon", "Polygon"]);
    const rings = collection.features.map(({ geometry }) => geometry?.coordinates as unknown[]);
    const polygons = rings.filter((_, index) => collection.features[index]?.geometry?.type === "Polygon");
    const holes = polygons.filter((polygon) => polygon.length === 2);
    // One in ten has a hole: 20 of 200, give or take three standard deviations.
    expect(Math.abs(holes.length - 20)).toBeLessThan(13);
    for (const [outer] of polygons as number[][][][]) expect(outer?.at(-1)).toEqual(outer?.[0]);
  });

  it("makes lines and points", async () => {
    const lines = await readBack(1, 50);
    expect([...typesOf(lines)]).toEqual(["LineString"]);
    for (const { geometry } of lines.features) {
      expect(geometry?.coordinates).toHaveProperty("7");
    }
    const points = await readBack(2, 50);
    expect([...typesOf(points)]).toEqual(["Point"]);
    const [west, south, east, north] = points.bbox;
    const coordinates = points.features.map(({ geometry }) => geometry?.coordinates as [number, number]);
    expect([west, east]).toEqual([Math.min(...coordinates.map(([x]) => x)), Math.max(...coordinates.map(([x]) => x))]);
    expect([south, north]).toEqual([
      Math.min(...coordinates.map(([, y]) => y)),
      Math.max(...coordinates.map(([, y]) => y)),
    ]);
  });

  it("writes text in UTF-8, and in windows-1252 in every fourth file", async () => {
    const world = namesOf(await readBack(0, 200));
    for (const name of ["東京", "Київ", "Łódź", "Zürich"]) expect(world).toContain(name);
    const western = await readBack(3, 100, "windows-1252");
    expect(makeShapefile(3, 1, 5).cpg.toString()).toBe("1252");
    expect(namesOf(western)).toContain("Þingvellir");
    expect(namesOf(western)).toContain("Zürich");
    expect([...namesOf(western)].join()).not.toContain("Ã");
  });

  it("gives every feature its attributes, of their types", async () => {
    const { features } = await readBack(1, 60);
    for (const [index, { properties }] of features.entries()) {
      expect(Object.keys(properties)).toEqual(["ID", "NAME", "REMARK", "PEOPLE", "AREA_KM2", "SURVEYED", "CAPITAL"]);
      expect(properties.ID).toBe(index + 1);
      expect(properties.PEOPLE).toBeTypeOf("number");
      expect(properties.AREA_KM2).toBeTypeOf("number");
      expect(properties.SURVEYED).toBeInstanceOf(Date);
      expect(Number.isNaN((properties.SURVEYED as Date).getTime())).toBe(false);
      expect(properties.CAPITAL).toBeTypeOf("boolean");
    }
    expect(features.some(({ properties }) => properties.REMARK === null)).toBe(true);
  });

  it("gives the same bytes for the same numbers, and others for others", () => {
    expect(makeShapefile(4, 20, 1)).toEqual(makeShapefile(4, 20, 1));
    expect(makeShapefile(4, 20, 1).shp.equals(makeShapefile(4, 20, 2).shp)).toBe(false);
  });

  it("has an index that points at every record", () => {
    const { shp, shx } = makeShapefile(0, 30, 1);
    expect(shx.readInt32BE(24) * 2).toBe(shx.length);
    expect(shp.readInt32BE(24) * 2).toBe(shp.length);
    for (let record = 0; record < 30; record++) {
      const place = shx.readInt32BE(100 + 8 * record) * 2;
      expect(shp.readInt32BE(place)).toBe(record + 1);
      expect(shp.readInt32BE(place + 4)).toBe(shx.readInt32BE(104 + 8 * record));
    }
  });
});

it("writeTable cuts text that does not fit between characters", () => {
  const table = writeTable([{ name: "NAME", type: "C", width: 7 }], [["東京東京"], ["Łódź"]], "utf-8");
  const records = table.subarray(table.readUInt16LE(8));
  expect(records.subarray(1, 8).toString("utf8")).toBe("東京 ");
  expect(records.subarray(9, 16).toString("utf8")).toBe("Łódź");
});

describe("the workload", () => {
  const input = { index: 3, n: 25, offset: 0, seed: 9, scratch: "", prepared: "", more: {} };

  it("prepares a file once, and converts it", async () => {
    const here = { ...input, scratch: join(folder), prepared: join(folder) };
    await workload.setup?.([here]);
    const made = join(folder, "map-9-25-3");
    expect(readdirSync(made).sort()).toEqual(["map.cpg", "map.dbf", "map.prj", "map.shp", "map.shx"]);
    const before = statSync(join(made, "map.shp")).mtimeMs;
    await workload.setup?.([here]);
    expect(statSync(join(made, "map.shp")).mtimeMs).toBe(before);

    expect(await workload.run(here)).toBeGreaterThan(25_000);
    const text = readFileSync(join(folder, "map-3.geojson"), "utf8");
    const { features } = JSON.parse(text) as FeatureCollection;
    expect(features).toHaveLength(25);
    // The file is in windows-1252: the workload read its .cpg and got the letters right.
    expect(text).toMatch(/Zürich|São Paulo|Ærøskøbing|Málaga|Besançon|Þingvellir|Görlitz|A Coruña/);
    expect(text).not.toContain("\uFFFD");
  });
});
