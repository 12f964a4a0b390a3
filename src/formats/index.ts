import { factorNames } from "../record/schema/factors.js";
import { importCsv } from "./csv.js";
import { importGoogleBenchmark } from "./google-benchmark.js";
import { importHyperfine } from "./hyperfine.js";
import type { Importer } from "./importer.js";
import { importJsonl } from "./jsonl.js";
import { importPyperf } from "./pyperf.js";
import { importPytestBenchmark } from "./pytest-benchmark.js";
import { columnNames } from "./tables/column-names.js";

/** Every importer, by its name in `scalebook import <format>`. */
export const importers = {
  csv: { targets: columnNames, importRun: importCsv },
  jsonl: { targets: columnNames, importRun: importJsonl },
  hyperfine: { targets: factorNames, importRun: importHyperfine },
  "google-benchmark": { targets: factorNames, importRun: importGoogleBenchmark },
  pyperf: { targets: factorNames, importRun: importPyperf },
  "pytest-benchmark": { targets: factorNames, importRun: importPytestBenchmark },
} satisfies Record<string, Importer>;
