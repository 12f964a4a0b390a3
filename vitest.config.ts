import { defineConfig } from "vitest/config";

/** Tests that change nothing that belongs to all: they share a process, and load a module once for all of them. */
const pure = [
  "analysis",
  "cli/print",
  "experiments",
  "formats",
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
  "stats",
  "study",
  "words",
].map((folder) => `test/${folder}/**/*.test.ts`);

/** Tests on real engines (sshd, Slurm, Redis) that take minutes: `npm run test:engines`. */
const engines = "test/engines/**/*.test.ts";

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: { TZ: "UTC" },
    reporters: ["default", "./test/closing-line.ts"],
    projects: [
      // On two cores: what computes keeps one busy; the others wait for processes, pauses and disks a third of their time.
      { extends: true, test: { name: "pure", include: pure, isolate: false, maxWorkers: 2, sequence: { groupOrder: 1 } } },
      {
        extends: true,
        test: {
          name: "own process",
          include: ["test/**/*.test.ts"],
          exclude: [...pure, engines],
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "engines",
          include: [engines],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
