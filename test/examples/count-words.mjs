/**
 * A module to be timed: counts the words of texts. `task` is all that is needed; the others show what else there is.
 *
 *     scalebook run --module test/examples/count-words.mjs --sizes 20 --workers 1,2
 */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** For the pages of the report. */
export const title = "count the words of a text";

const WORDS = ["time", "falls", "with", "more", "workers", "until", "cores", "run", "out"];

/** Once before each trial, untimed: here the texts are made. `scratch` is a folder that is removed afterwards. */
export async function setup({ size, scratch }) {
  await mkdir(join(scratch, "texts"));
  for (let index = 0; index < size; index++) {
    const text = Array.from({ length: 20_000 }, (_, place) => WORDS[(place * (index + 1)) % WORDS.length]).join(" ");
    await writeFile(join(scratch, "texts", `${index}.txt`), text);
  }
}

/** What the tasks of a trial are called with, one each. Without it, they get `{ index, size }`. */
export async function inputs(_size, { scratch }) {
  const names = (await readdir(join(scratch, "texts"))).sort();
  return names.map((name) => join(scratch, "texts", name));
}

/** One task, in whatever worker it is given to. */
export async function task(path) {
  const counts = new Map();
  for (const word of (await readFile(path, "utf8")).split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** After each trial, untimed: whether all outputs, in the order of the inputs, are right. */
export function check(outputs) {
  return outputs.every((counts) => [...counts.values()].reduce((sum, count) => sum + count, 0) === 20_000);
}
