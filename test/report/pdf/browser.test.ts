import { delimiter } from "node:path";
import { describe, expect, it } from "vitest";
import { findBrowser } from "../../../src/report/pdf/browser.js";
import { countPages } from "../../../src/report/pdf/print.js";

const machine = (files: string[], env: NodeJS.ProcessEnv = {}, platform: NodeJS.Platform = "linux") => ({
  env,
  platform,
  isFile: (path: string) => files.includes(path.replaceAll("\\", "/")),
});

describe("a browser to print with", () => {
  it("is the one that is named, before that of the environment, before one on the PATH", () => {
    const all = machine(["/a/mine", "/b/theirs", "/usr/bin/chromium"], {
      SCALEBOOK_CHROMIUM: "/b/theirs",
      PATH: "/usr/bin",
    });
    expect(findBrowser("/a/mine", all)).toBe("/a/mine");
    expect(findBrowser(undefined, all)).toBe("/b/theirs");
    expect(findBrowser(undefined, { ...all, env: { PATH: `/none${delimiter}/usr/bin` } })).toBe("/usr/bin/chromium");
  });

  it("is found where it is installed", () => {
    const chrome = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
    expect(findBrowser(undefined, machine([chrome], {}, "darwin"))).toBe(chrome);
    const edge = "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe";
    const windows = machine([edge], { "PROGRAMFILES(X86)": "C:/Program Files (x86)" }, "win32");
    expect(findBrowser(undefined, windows)?.replaceAll("\\", "/")).toBe(edge);
  });

  it("is none where there is none", () => {
    expect(findBrowser(undefined, machine([], { PATH: "/usr/bin" }))).toBeNull();
  });

  it("is a mistake where the named one is not there", () => {
    expect(() => findBrowser("/gone", machine([]))).toThrow(/--browser names \/gone, where there is no file/);
    expect(() => findBrowser(undefined, machine([], { SCALEBOOK_CHROMIUM: "/gone" }))).toThrow(/SCALEBOOK_CHROMIUM/);
  });
});

it("counts page objects, not the tree that holds them", () => {
  const pdf =
    "1 0 obj\n<</Type /Pages\n/Count 2>>\n2 0 obj\n<</Type /Page\n/Parent 1 0 R>>\n3 0 obj <</Type/Page/Parent 1 0 R>>";
  expect(countPages(Buffer.from(pdf))).toBe(2);
});
