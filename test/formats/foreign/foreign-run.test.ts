import { describe, expect, it } from "vitest";
import { whyUncheckable } from "../../../src/analysis/two-runs/check.js";
import { compareRuns } from "../../../src/analysis/two-runs/compare-runs.js";
import { machineKind } from "../../../src/analysis/two-runs/machine-kind.js";
import { importers } from "../../../src/formats/index.js";
import { importing } from "../imported.js";

const { run } = importing(importers.hyperfine, "app.json.gz");
const pyperf = importing(importers.pyperf, "suite.json");

/** Two files of ten times each that name no machine. */
const [before, after] = [1, 1.1].map((seconds) =>
  JSON.stringify({ results: [{ command: "./app", times: Array.from({ length: 10 }, (_, i) => seconds + i / 100) }] }),
) as [string, string];

function suite(metadata: Record<string, unknown>): string {
  return JSON.stringify({
    version: "1.0",
    benchmarks: [{ metadata: { name: "sum", ...metadata }, runs: [{ values: [1] }] }],
  });
}

describe("the machine of an import", () => {
  it("is like no other where nobody names it", () => {
    const [a, b] = [run(before), run(after)];
    expect(a.machine).toMatchObject({ name: "unknown machine", unidentified: true });
    expect(machineKind(a.machine)).not.toBe(machineKind(b.machine));
    const comparison = compareRuns(a, b);
    expect(comparison.sameMachine).toBeNull();
    expect(comparison.differences).toEqual([]);
    expect(comparison.findings.find(({ id }) => id === "unknown-machine")?.headline).toBe(
      "Whether both were measured on one machine is not known",
    );
    expect(a.origin?.note).toContain("On which machine it was measured is not known.");
  });

  it("is the one that the user names", () => {
    const [a, b, c] = [before, after, before].map((text, i) =>
      run(text, undefined, { machine: i < 2 ? "ci" : "laptop" }),
    );
    if (!a || !b || !c) throw new Error("three runs");
    expect(a.machine).toEqual({ id: b.machine.id, name: "ci" });
    expect(compareRuns(a, b).sameMachine).toBe(true);
    expect(compareRuns(a, c).sameMachine).toBe(false);
    expect(a.origin?.note).not.toContain("machine");
  });

  it("is known by its host, whose name is not kept", () => {
    const of = (hostname: string) => pyperf.run(suite({ hostname, cpu_model_name: "Zen 4", cpu_count: 8 }));
    const [a, b, c] = [of("alices-laptop"), of("alices-laptop"), of("build-7")];
    expect(compareRuns(a, b).sameMachine).toBe(true);
    expect(compareRuns(a, c).sameMachine).toBe(false);
    expect(JSON.stringify(a)).not.toContain("alice");
  });

  it("is of no kind where its processor alone is told: many have that one", () => {
    const [a, b] = [1, 2].map((loops) => pyperf.run(suite({ cpu_model_name: "Zen 4", cpu_count: 8, loops })));
    if (!a || !b) throw new Error("two runs");
    expect(machineKind(a.machine)).not.toBe(machineKind(b.machine));
    expect(compareRuns(a, b).sameMachine).toBeNull();
    expect(whyUncheckable(a, b)).toContain("is not known: import them with --machine");
  });
});

describe("the day of an import", () => {
  it("is that of the import, and said so, where nothing else is known", () => {
    const { startedAt, origin, study } = run(before);
    expect(startedAt).toBe(origin?.importedAt);
    expect(origin?.note).toContain("When it was measured is not known.");
    expect(study).toBe("app");
    expect(run(before, undefined, { file: "результаты.json" })).toMatchObject({ label: "результаты" });
  });

  it("is the one that the user gives, whatever the file says", () => {
    const measuredAt = "2024-05-01T10:00:00.000Z";
    const { startedAt, finishedAt, origin, id } = pyperf.run(suite({ date: "2023-01-01 08:00:00" }), undefined, {
      measuredAt,
    });
    expect([startedAt, finishedAt]).toEqual([measuredAt, measuredAt]);
    expect(id).toMatch(/^20240501t100000z-/);
    expect(origin?.importedAt).toBe("2026-11-21T06:15:00.000Z");
    expect(origin?.note).not.toContain("When it was measured");
  });
});

describe("a home folder", () => {
  it.each([
    ["gcc -I/home/alice/include -L/home/alice/lib a", "gcc -I~/include -L~/lib a"],
    ["c:\\users\\alice\\a.exe", "~\\a.exe"],
    ["C:/Users/alice/a", "~/a"],
    ["C:\\\\Users\\\\alice\\\\a", "~\\\\a"],
    ["\\\\?\\C:\\Users\\alice\\a", "~\\a"],
    ['"C:\\Users\\alice smith\\a.exe" x y', '"~\\a.exe" x y'],
    ["/c/Users/alice/a /mnt/c/Users/alice/b", "~/a ~/b"],
    ["PATH=/usr/bin:/export/home/alice/bin a", "PATH=/usr/bin:~/bin a"],
    ["file:///home/alice/a", "file://~/a"],
    [
      "https://example.org/home/page /opt/home/x src/home/x /rooted",
      "https://example.org/home/page /opt/home/x src/home/x /rooted",
    ],
  ])("of %s is ~", (command, shown) => {
    const text = JSON.stringify({ results: [command, "b"].map((one) => ({ command: one, times: [1, 2] })) });
    expect(run(text).experiments[0]?.cells[0]?.factors.strategy).toBe(shown);
  });

  it("is ~ in what the user says as well", () => {
    const imported = run(before, undefined, {
      study: "/home/alice/sums",
      note: "In /home/alice/a.",
    });
    expect(JSON.stringify(imported)).not.toContain("alice");
  });
});
