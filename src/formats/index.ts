import { factorNames } from "../record/schema/factors.js";
import { importCsv } from "./csv.js";
import { importGoogleBenchmark } from "./google-benchmark.js";
import { importHyperfine } from "./hyperfine.js";
import type { Importer } from "./importer.js";
import { importJsonl } from "./jsonl.js";
import { columnNames } from "./measurements.js";
import { importPyperf } from "./pyperf.js";
import { importPytestBenchmark } from "./pytest-benchmark.js";

/** Every importer, by its name in `scalebook import <format>`. */
export const importers = {
  csv: {
    title: "a table with the columns strategy, workers, wall_s and more; one row a measurement",
    targets: columnNames,
    importRun: importCsv,
  },
  jsonl: { title: "the same, one JSON object a line", targets: columnNames, importRun: importJsonl },
  hyperfine: { title: "hyperfine --export-json", targets: factorNames, importRun: importHyperfine },
  "google-benchmark": {
    title: "Google Benchmark, --benchmark_format=json",
    targets: factorNames,
    importRun: importGoogleBenchmark,
  },
  pyperf: { title: "a pyperf suite", targets: factorNames, importRun: importPyperf },
  "pytest-benchmark": { title: "pytest --benchmark-json", targets: factorNames, importRun: importPytestBenchmark },
} satisfies Record<string, Importer>;
