import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importedRun, makeRun, workersExperiment } from "../../report/sample-runs.js";
import { workplaceInside } from "../harness.js";

const { dir, scalebook } = workplaceInside();
mkdirSync(join(dir, "runs"));
const run = makeRun({ experiments: [workersExperiment(10)] });
for (const one of [run, importedRun("cores-host"), importedRun("cores-vm")]) {
  writeFileSync(join(dir, "runs", `${one.id}.json`), JSON.stringify(one));
}
const read = (...path: string[]) => readFileSync(join(dir, ...path), "utf8");

describe("scalebook report", () => {
  it("writes one HTML file, and says how long it is", async () => {
    const { stdout, exitCode } = await scalebook("report", "lab", "--author", "Ada <Lovelace>");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^About \d pages, \d figures, \d tables\n(?:.*\n)*Report: report\.html$/);
    expect(read("report.html")).toContain("Ada &lt;Lovelace&gt;");
    expect(read("report.html")).not.toMatch(/<script src|<link|src=/);
  });

  it("does not write over a report, which may hold somebody's words, unless told to", async () => {
    writeFileSync(join(dir, "mine.md"), "my words");
    const refused = await scalebook("report", "lab", "--format", "md", "--out", "mine.md");
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("mine.md is there already") });
    expect(read("mine.md")).toBe("my words");
    const forced = await scalebook("report", "lab", "--format", "md", "--out", "mine.md", "--force");
    expect(forced.exitCode).toBe(0);
    expect(read("mine.md")).toContain("## 2 Aim");
  });

  it("puts charts beside Markdown and LaTeX", async () => {
    const { stdout } = await scalebook("report", "lab", "--format", "md", "--out", "handed in/my report.md", "--json");
    const { files, figures } = JSON.parse(stdout) as { files: string[]; figures: number };
    expect(readdirSync(join(dir, "handed in")).sort()).toEqual(
      ["my report.md", ...Array.from({ length: figures }, (_, index) => `my-report-figure-${index + 1}.svg`)].sort(),
    );
    expect(files[0]).toBe("handed in/my report.md");
    for (const [, name = ""] of read("handed in", "my report.md").matchAll(/!\[.*\]\((.*)\)/g)) {
      expect(read("handed in", name)).toMatch(/^<svg /);
    }
  });

  it("writes a file for answers, takes them, and says which questions are open", async () => {
    const { stdout } = await scalebook("report", "lab", "--write-answers", "--course", "Systems", "--out", "a.md");
    expect(stdout).toBe("Questions: a.md\nThe report with your answers: scalebook report lab --answers a.md");
    expect(await scalebook("report", "lab", "--write-answers", "--out", "a.md")).toMatchObject({ exitCode: 2 });
    writeFileSync(join(dir, "a.md"), read("a.md").replace(/(## Aim\n\n> .*\n)/, "$1\nTo know *how many*.\n"));
    const made = await scalebook(
      "report",
      "lab",
      "--answers",
      "a.md",
      "--format",
      "md",
      "--out",
      "b.md",
      "--date",
      "today",
    );
    expect(made.stdout).toMatch(
      /Without an answer, so their questions stand in the report: Hypothesis, .* and Conclusion/,
    );
    expect(read("b.md")).toContain("To know *how many*.");
    expect(read("b.md")).toContain("**Course:** Systems  \n**Date:** today");
    writeFileSync(join(dir, "c.md"), "## Amen\n\nWords.\n");
    expect(await scalebook("report", "lab", "--answers", "c.md", "--out", "c.html")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('c.md line 1: "Amen" is no section of this report: there are Aim, Hypothesis'),
    });
  });

  it("takes several runs, the first as reference", async () => {
    const { exitCode } = await scalebook("report", "cores-host", "cores-vm", "--out", "two.html");
    expect(exitCode).toBe(0);
    expect(read("two.html")).toContain("vm against host");
  });

  it("keeps fewer figures on fewer pages", async () => {
    const on = async (pages: string) =>
      JSON.parse((await scalebook("report", "lab", "--force", "--pages", pages, "--json")).stdout) as {
        pages: number;
        leftOut: number;
      };
    const [few, many] = [await on("4"), await on("12")];
    expect(few.pages).toBeLessThanOrEqual(4);
    expect(few.leftOut).toBeGreaterThan(many.leftOut);
    expect(many.leftOut).toBe(0);
  });

  it.each([
    [["report"], "report needs <run>"],
    [["report", "lab", "--format", "odt"], '--format is "odt": give one of html, pdf, md, latex, ipynb, docx'],
    [["report", "lab", "--pages", "0"], '--pages is "0": give a whole number from 1'],
    [["report", "lab", "--format", "pdf", "--browser", "nowhere"], "--browser names nowhere, where there is no file"],
  ])("%j is a mistake of whoever types it", async (args, message) => {
    const { exitCode, stderr } = await scalebook(...args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});
