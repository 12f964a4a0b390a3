import { importCsv } from "./csv.js";
import type { Importer } from "./importer.js";

/** Every importer by the name that `scalebook import <format>` takes. */
export const importers = {
  csv: {
    title: "a table with the columns strategy, workers, wall_s and more; one row a measurement",
    importRun: importCsv,
  },
} satisfies Record<string, Importer>;
