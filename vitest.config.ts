import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: trials in one test file must not starve those of another.
    maxWorkers: 2,
    env: { TZ: "UTC" },
    reporters: ["default", "./test/closing-line.ts"],
  },
});
