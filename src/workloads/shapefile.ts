/// <reference path="./shapefile/shapefile-package.d.ts" />
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { read } from "shapefile";
import { makeShapefile } from "./shapefile/data.js";
import type { TaskInput, Workload } from "./workload.js";

/** Converts a shapefile of n features into a GeoJSON file: reading, decoding text, and writing JSON. */
export const workload: Workload = {
  title: "convert a shapefile of n features to GeoJSON",
  bound: "cpu",
  division: "tasks",
  unit: "features",
  defaultN: 400,
  msPerUnit: 0.04,
  async setup(inputs) {
    for (const input of inputs) await prepare(input);
  },
  async run(input) {
    const folder = folderOf(input);
    const codePage = await readFile(join(folder, "map.cpg"), "utf8");
    const encoding = codePage === "1252" ? "windows-1252" : codePage.toLowerCase();
    const collection = await read(join(folder, "map.shp"), undefined, { encoding });
    const text = JSON.stringify(collection);
    await writeFile(join(input.scratch, `map-${input.index}.geojson`), text);
    return collection.features.length * 1_000 + (text.length % 1_000);
  },
};

function folderOf({ prepared, index, n, seed }: TaskInput): string {
  return join(prepared, `map-${seed}-${n}-${index}`);
}

/** Writes the task's shapefile unless an earlier trial did. */
async function prepare(input: TaskInput): Promise<void> {
  const folder = folderOf(input);
  if (existsSync(folder)) return;
  const unfinished = `${folder}.part`;
  await mkdir(unfinished, { recursive: true });
  for (const [ending, bytes] of Object.entries(makeShapefile(input.index, input.n, input.seed))) {
    await writeFile(join(unfinished, `map.${ending}`), bytes);
  }
  // All or nothing: a host that is ended on the way leaves no half of a map behind.
  await rename(unfinished, folder);
}
