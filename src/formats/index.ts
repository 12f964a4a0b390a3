import { factorNames } from "../record/schema/factors.js";
import type { Importer } from "./importer.js";
import { columnNames } from "./tables/column-names.js";
import { importCsv } from "./tables/csv.js";
import { importJsonl } from "./tables/jsonl.js";
import { importBenchmarkDotNet } from "./tools/benchmark-dotnet.js";
import { importCriterion, isOfCriterion } from "./tools/criterion.js";
import { importGo } from "./tools/go.js";
import { importGoogleBenchmark } from "./tools/google-benchmark.js";
import { importHyperfine } from "./tools/hyperfine.js";
import { importJmh } from "./tools/jmh.js";
import { importMitata } from "./tools/mitata.js";
import { importPyperf } from "./tools/pyperf.js";
import { importPytestBenchmark } from "./tools/pytest-benchmark.js";
import { importTinybench } from "./tools/tinybench.js";
import { importVitest, isOfVitest } from "./tools/vitest.js";

/** Every importer, by its name in `scalebook import <format>`. */
export const importers = {
  csv: { targets: columnNames, importRun: importCsv },
  jsonl: { targets: columnNames, importRun: importJsonl },
  hyperfine: { targets: factorNames, importRun: importHyperfine },
  "google-benchmark": { targets: factorNames, importRun: importGoogleBenchmark },
  pyperf: { targets: factorNames, importRun: importPyperf },
  "pytest-benchmark": { targets: factorNames, importRun: importPytestBenchmark },
  jmh: { targets: factorNames, importRun: importJmh },
  "benchmark-dotnet": { targets: factorNames, importRun: importBenchmarkDotNet },
  criterion: { targets: factorNames, reads: isOfCriterion, importRun: importCriterion },
  go: { targets: factorNames, importRun: importGo },
  vitest: { targets: factorNames, reads: isOfVitest, importRun: importVitest },
  tinybench: { targets: factorNames, importRun: importTinybench },
  mitata: { targets: factorNames, importRun: importMitata },
} satisfies Record<string, Importer>;
