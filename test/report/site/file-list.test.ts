import { describe, expect, it } from "vitest";
import { FileList, groupOf, missing, pathsOf, readFileList } from "../../../src/report/site/file-list.js";

const pagesOf = (id: string) => [`run/${id}/index.html`, `chart/${id}/workers/chart.svg`, `data/${id}.json`];

/** Two runs of the same pages and a page of its own. */
function listOf(...ids: string[]): FileList {
  const list = new FileList();
  list.add("index.html");
  for (const id of ids) list.addGroup(groupOf(id, pagesOf(id)));
  return list;
}

describe("a list of files", () => {
  it("keeps the patterns of alike files once, and gives back their paths", () => {
    const [a, b] = [groupOf("a-1", pagesOf("a-1")), groupOf("b-2", pagesOf("b-2"))];
    expect(a.patterns).toEqual(["run/*/index.html", "chart/*/workers/chart.svg", "data/*.json"]);
    expect(b.patterns).toBe(a.patterns);
    expect(pathsOf(b)).toEqual(pagesOf("b-2"));
    expect([...listOf("a-1", "b-2").paths()]).toEqual(["index.html", ...pagesOf("a-1"), ...pagesOf("b-2")]);
  });

  it("finds paths by their pattern alone", () => {
    expect([...listOf("a-1", "b-2").paths(/^run\/([^/]+)\/index\.html$/)]).toEqual([
      "run/a-1/index.html",
      "run/b-2/index.html",
    ]);
  });

  it("names what another one has not, however that one came to have it", () => {
    const [before, now] = [listOf("a-1", "b-2"), listOf("b-2")];
    for (const path of pagesOf("a-1").slice(1)) now.add(path);
    expect(before.without(now)).toEqual(pagesOf("a-1"));
    expect(missing(before.without(now), now)).toEqual(["run/a-1/index.html"]);
  });

  it("is the same when read from what was written", () => {
    const list = listOf("a-1", "b-2");
    const read = readFileList(JSON.parse(JSON.stringify(list.toJson())));
    expect(read.toJson()).toEqual(list.toJson());
    expect(read.toJson()).toEqual(listOf("b-2", "a-1").toJson());
  });

  it("reads manifests of earlier versions, and passes over what is no path of a site", () => {
    const groups = [
      { files: ["run/*/index.html", "../*", "/etc/*", 7, "*"], of: ["a-1", "..", "x/y", "../up", null] },
      { files: "run/*", of: ["b"] },
      null,
    ];
    const list = readFileList({ files: [{ path: "index.html", bytes: 1 }, "../x", 3, null, "a.css"], groups });
    expect([...list.paths()]).toEqual(["index.html", "a.css", "run/a-1/index.html", "a-1"]);
  });

  it("refuses to read more paths than a site has, and passes over those that are too long", () => {
    const groups = [
      { files: Array(3_000).fill("run/*/index.html"), of: Array.from({ length: 2_000 }, (_, n) => `a${n}`) },
    ];
    expect(() => readFileList({ files: [], groups })).toThrow("more than 5000000 paths");
    const long = `${"a".repeat(1_000)}/index.html`;
    expect([...readFileList({ files: [long, "index.html"], groups: [] }).paths()]).toEqual(["index.html"]);
  });
});
