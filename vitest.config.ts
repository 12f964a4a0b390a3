import { defineConfig } from "vitest/config";

/** Tests that change nothing that belongs to all: they share a process, and load a module once for all of them. */
const pure = [
  "analysis",
  "cli/completion",
  "cli/print",
  "experiments",
  "formats",
  "record/limits",
  "record/schema",
  "record/timing",
  "report/archive",
  "report/charts",
  "report/export",
  "report/format",
  "report/glossary",
  "report/html",
  "report/page-model",
  "report/pages",
  "report/single-file",
  "report/site",
  "report/tables",
  "report/write-up",
  "runner/doctor",
  "runner/hosts",
  "runner/machine",
  "runner/processors",
  "runner/request",
  "stats",
  "study",
  "words",
  "workloads",
]
  .map((folder) => `test/${folder}/**/*.test.ts`)
  .concat(
    "test/cli/options/!(extended-run|resumed-run).test.ts",
    "test/record/files/!(temporary-folders).test.ts",
    "test/record/folder/!(kill).test.ts",
    "test/runner/recording/!(full-run).test.ts",
  );

/** Tests on real engines (sshd, Slurm, Redis) that take minutes: `npm run test:engines`. */
const engines = "test/engines/**/*.test.ts";

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: trials in one test file must not starve those of another.
    maxWorkers: 2,
    env: { TZ: "UTC" },
    reporters: ["default", "./test/closing-line.ts"],
    projects: [
      { extends: true, test: { name: "pure", include: pure, isolate: false } },
      { extends: true, test: { name: "own process", include: ["test/**/*.test.ts"], exclude: [...pure, engines] } },
      { extends: true, test: { name: "engines", include: [engines], testTimeout: 300_000, hookTimeout: 120_000 } },
    ],
  },
});
