import { factorNames } from "../record/schema/factors.js";
import { importBenchmarkDotNet } from "./benchmark-dotnet.js";
import { importCriterion, isOfCriterion } from "./criterion.js";
import { importCsv } from "./csv.js";
import { importGo } from "./go.js";
import { importGoogleBenchmark } from "./google-benchmark.js";
import { importHyperfine } from "./hyperfine.js";
import type { Importer } from "./importer.js";
import { importJmh } from "./jmh.js";
import { importJsonl } from "./jsonl.js";
import { importMitata } from "./mitata.js";
import { importPyperf } from "./pyperf.js";
import { importPytestBenchmark } from "./pytest-benchmark.js";
import { columnNames } from "./tables/column-names.js";
import { importTinybench } from "./tinybench.js";
import { importVitest, isOfVitest } from "./vitest.js";

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
