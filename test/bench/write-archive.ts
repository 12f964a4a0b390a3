/** Writes an archive of made-up runs: `node .cache/bench/write-archive.js <folder> --runs 1000 --seed 1 [--from 0]`. */
import { writeArchive } from "./archive-runs.js";
import { numberOption } from "./options.js";

const [folder] = process.argv.slice(2);
if (folder === undefined || folder.startsWith("-")) {
  console.error("name the folder to write to");
  process.exit(2);
}
const runs = numberOption("--runs", 1_000);
const plan = { runs, seed: numberOption("--seed", 1) };
writeArchive(folder, plan, Number(process.argv.includes("--from") ? numberOption("--from", 1) : 0));
