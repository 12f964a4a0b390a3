import * as nodeFs from "node:fs";
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NO_CACHE } from "../../../src/record/files/cache.js";
import type { SyncFileSystem } from "../../../src/record/files/file-system.js";
import { FileList } from "../../../src/report/site/file-list.js";
import { discardStaged, installSite, openOutputFolder } from "../../../src/report/site/output-folder.js";
import { stageFile } from "../../../src/report/site/page-maker.js";
import { UserError } from "../../../src/user-error.js";

let folder = "";
let site = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "scalebook-output-"));
  site = join(folder, "site");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Installs a site of some files, which have one path each. */
async function build(files: Record<string, string>, fs: SyncFileSystem = nodeFs): Promise<string[]> {
  const folder = openOutputFolder(site);
  try {
    const list = new FileList();
    for (const [path, text] of Object.entries(files)) {
      stageFile(folder.staging, path, text);
      list.add(path);
    }
    const options = { folder, cache: NO_CACHE, toolVersion: "0.1.0", published: [], fs };
    return installSite({ files: list, staged: list, content: "x", records: new Map() }, options);
  } finally {
    discardStaged(folder);
  }
}

/** A file system that fails at one of the steps that change a site. */
function failingAt(step: number): SyncFileSystem {
  let steps = 0;
  const or = <A extends unknown[], R>(change: (...args: A) => R) => {
    return (...args: A): R => {
      steps += 1;
      if (steps === step) throw Object.assign(new Error("no space is left"), { code: "ENOSPC" });
      return change(...args);
    };
  };
  const { renameSync, writeFileSync, rmSync, readdirSync } = nodeFs;
  return {
    ...nodeFs,
    renameSync: or(renameSync),
    writeFileSync: or(writeFileSync) as typeof writeFileSync,
    rmSync: or(rmSync),
    readdirSync: or(readdirSync as (...args: unknown[]) => unknown) as typeof readdirSync,
  };
}

async function listed(): Promise<string[]> {
  const found = await readdir(site, { recursive: true, withFileTypes: true });
  return found
    .flatMap((entry) => (entry.isFile() ? join(entry.parentPath, entry.name).slice(site.length + 1) : []))
    .sort();
}

describe("the folder of a site", () => {
  it("writes into a folder that is not there yet", async () => {
    expect(await build({ "index.html": "a", "run/x/index.html": "bc" })).toEqual([]);
    expect(await listed()).toEqual(["index.html", "manifest.json", "run/x/index.html"]);
  });

  it("replaces its own files, removes those it no longer writes, and leaves the user's alone", async () => {
    await build({ "index.html": "a", "run/x/index.html": "b" });
    await writeFile(join(site, "CNAME"), "example.org");
    expect(await build({ "index.html": "c" })).toEqual(["run/x/index.html"]);
    expect(await listed()).toEqual(["CNAME", "index.html", "manifest.json"]);
    expect(await readFile(join(site, "index.html"), "utf8")).toBe("c");
  });

  it("syncs the folders of what it removed before it lists them no more: a power cut brings no name back", async () => {
    await build({
      "index.html": "a",
      "assets/old/old.js": "b",
      "assets/old/kept.js": "c",
      "run/x/index.html": "d",
    });
    const calls: string[] = [];
    const opened = new Map<number, string>();
    const note = (call: string, path: unknown) => calls.push(`${call} ${String(path).slice(site.length)}`);
    await build(
      { "index.html": "a", "assets/old/kept.js": "c" },
      {
        ...nodeFs,
        openSync(path, ...rest) {
          const file = nodeFs.openSync(path, ...rest);
          opened.set(file, String(path));
          return file;
        },
        fsyncSync(file) {
          note("sync", opened.get(file));
          nodeFs.fsyncSync(file);
        },
        renameSync(from, to) {
          note("to", to);
          nodeFs.renameSync(from, to);
        },
        unlinkSync(path) {
          note("remove", path);
          nodeFs.unlinkSync(path);
        },
      },
    );
    const removed = calls.slice(calls.findIndex((call) => call.startsWith("remove")));
    expect(removed.slice(0, 2).sort()).toEqual(["remove /assets/old/old.js", "remove /run/x/index.html"]);
    expect(removed.slice(2, 4).sort()).toEqual(["sync ", "sync /assets/old"]);
    expect(removed.slice(4)).toEqual(["to /manifest.json", "sync "]);
  });

  it("looks at no path of a manifest whose folder is not there, and lists each other folder once", async () => {
    await build({ "index.html": "a", "run/x/index.html": "b", "run/x/data.json": "c" });
    const manifest = JSON.parse(await readFile(join(site, "manifest.json"), "utf8"));
    const gone = Array.from({ length: 1_000 }, (_, place) => `compare/a-${place}/deep/index.html`);
    manifest.files.push(...gone, ...gone.map((_, place) => `run/x/gone-${place}.html`));
    await writeFile(join(site, "manifest.json"), JSON.stringify(manifest));
    let calls = 0;
    const counted = new Proxy(nodeFs, {
      get: (fs, name) => {
        calls += 1;
        return Reflect.get(fs, name);
      },
    });
    expect(await build({ "index.html": "c" }, counted)).toHaveLength(2_002);
    expect(await listed()).toEqual(["index.html", "manifest.json"]);
    expect(calls).toBeLessThan(50);
  });

  it.each([
    ["whose files go first", ["run/x/a.html", "run/x/b/c.html"]],
    ["whose folders go first", ["run/x/b/c.html", "run/x/d.html"]],
  ])("removes a folder that had files and folders, %s", async (_, paths) => {
    await build({ "index.html": "a", ...Object.fromEntries(paths.map((path) => [path, "b"])) });
    expect(await build({ "index.html": "a" })).toEqual(paths);
    expect(await readdir(site)).toEqual(["index.html", "manifest.json"]);
  });

  it("writes beside a .gitignore, which keeps the folder in a repository, and leaves it alone", async () => {
    await mkdir(site);
    await writeFile(join(site, ".gitignore"), "*\n!.gitignore\n");
    await build({ "index.html": "a", "run/x/index.html": "b" });
    expect(await build({ "index.html": "c" })).toEqual(["run/x/index.html"]);
    expect(await listed()).toEqual([".gitignore", "index.html", "manifest.json"]);
    expect(await readFile(join(site, ".gitignore"), "utf8")).toBe("*\n!.gitignore\n");
  });

  it("refuses a folder of somebody else's and a file", async () => {
    await mkdir(site);
    await writeFile(join(site, "thesis.tex"), "years of work");
    await expect(build({ "index.html": "a" })).rejects.toThrow(UserError);
    await writeFile(join(site, "manifest.json"), JSON.stringify({ name: "a web app" }));
    await expect(build({ "index.html": "a" })).rejects.toThrow(/holds files that no build of Scalebook wrote/);
    expect(await listed()).toEqual(["manifest.json", "thesis.tex"]);
    expect(() => openOutputFolder(join(site, "thesis.tex"))).toThrow(/is a file/);
  });

  it("refuses to overwrite a file of the user's inside the site", async () => {
    await build({ "index.html": "a" });
    await writeFile(join(site, "404.html"), "mine");
    await expect(build({ "index.html": "b", "404.html": "c" })).rejects.toThrow(
      /404\.html was not written by Scalebook/,
    );
    expect(await readFile(join(site, "404.html"), "utf8")).toBe("mine");
    expect(await readFile(join(site, "index.html"), "utf8")).toBe("a");
  });

  it("leaves the old site as it was when a build fails half-way", async () => {
    await build({ "index.html": "old" });
    const opened = openOutputFolder(site);
    stageFile(opened.staging, "index.html", "new");
    discardStaged(opened);
    expect(await readFile(join(site, "index.html"), "utf8")).toBe("old");
    expect(await listed()).toEqual(["index.html", "manifest.json"]);
  });

  it("is made whole by the next build, whichever step of an installation failed", async () => {
    const old = { "index.html": "old", "run/x/index.html": "x" };
    const next = { "index.html": "new", "run/y/index.html": "y" };
    for (let step = 1, isOver = false; !isOver; step += 1) {
      await rm(site, { recursive: true, force: true });
      await build(old);
      const faulty = failingAt(step);
      isOver = await build(next, faulty).then(
        () => true,
        () => false,
      );
      if (isOver) expect(step).toBeGreaterThan(6);
      await build(next);
      expect(await listed()).toEqual(["index.html", "manifest.json", "run/y/index.html"]);
      expect(await readFile(join(site, "index.html"), "utf8")).toBe("new");
    }
  });

  it("leaves nothing behind when the first build fails", async () => {
    discardStaged(openOutputFolder(site));
    await expect(readdir(site)).rejects.toThrow();
  });

  it("belongs to one build at a time; what a build left that was killed is taken over", async () => {
    const opened = openOutputFolder(site);
    const words = `another build is writing to ${site} (process ${process.pid}): wait until it is done and build again`;
    expect(() => openOutputFolder(site)).toThrow(words);
    await expect(build({ "index.html": "b" })).rejects.toThrow(words);
    stageFile(opened.staging, "left/over.html", "x");
    await writeFile(join(opened.own.path, "owner"), "killed");
    await build({ "index.html": "a" });
    expect(await listed()).toEqual(["index.html", "manifest.json"]);
    // Whoever was taken for gone installs nothing.
    const options = { folder: opened, cache: NO_CACHE, toolVersion: "0.1.0", published: [], fs: nodeFs };
    const late = { files: new FileList(), staged: new FileList(), content: "y", records: new Map() };
    expect(() => installSite(late, options)).toThrow("took");
    expect(await listed()).toEqual(["index.html", "manifest.json"]);
  });

  it.each([
    ["a folder", "run", "outside", "run"],
    ["a folder that is gone", "run", "gone", "run"],
    ["a file", "index.html", "outside/x.html", "index.html"],
    ["a file that is gone", "index.html", "outside/gone.html", "index.html"],
    ["the manifest", "manifest.json", "outside/manifest.json", "manifest.json"],
    ["the folder of files that wait", ".scalebook-staging", "outside", ".scalebook-staging"],
  ])("writes nothing through a link in place of %s", async (_, name, target, named) => {
    const outside = join(folder, "outside");
    await build({ "index.html": "a", "run/x.html": "old" });
    await mkdir(join(outside, "run"), { recursive: true });
    const kept = { "x.html": "mine", "manifest.json": await readFile(join(site, "manifest.json"), "utf8") };
    for (const [file, text] of Object.entries(kept)) await writeFile(join(outside, file), text);
    await rm(join(site, name), { recursive: true, force: true });
    await symlink(join(folder, target), join(site, name));
    await expect(build({ "index.html": "b", "run/x.html": "new" })).rejects.toThrow(named);
    expect((await readdir(outside)).sort()).toEqual(["manifest.json", "run", "x.html"]);
    for (const [file, text] of Object.entries(kept)) expect(await readFile(join(outside, file), "utf8")).toBe(text);
    expect((await lstat(join(site, name))).isSymbolicLink()).toBe(true);
  });

  it("replaces no folder by a file and no file by a folder, and removes no link in place of a file of its own", async () => {
    await build({ "index.html": "a", "run/x.html": "b" });
    await rm(join(site, "index.html"));
    await mkdir(join(site, "index.html"));
    await expect(build({ "index.html": "c" })).rejects.toThrow("index.html was not written by Scalebook");
    await rm(join(site, "index.html"), { recursive: true });
    await writeFile(join(site, "data"), "mine");
    await expect(build({ "index.html": "c", "data/x.json": "d" })).rejects.toThrow("data was not written by Scalebook");
    await rm(join(site, "run/x.html"));
    await symlink(join(site, "data"), join(site, "run/x.html"));
    await build({ "index.html": "c" });
    expect((await lstat(join(site, "run/x.html"))).isSymbolicLink()).toBe(true);
  });

  it("never leaves the folder, whatever a manifest or a link says", async () => {
    const outside = join(folder, "outside");
    await mkdir(outside);
    await writeFile(join(outside, "x.html"), "keep me");
    await build({ "index.html": "a", "run/x.html": "b" });
    await rm(join(site, "run"), { recursive: true });
    await symlink(outside, join(site, "run"));
    const manifest = JSON.parse(await readFile(join(site, "manifest.json"), "utf8"));
    manifest.files.push({ path: "../outside/x.html", bytes: 1 }, { path: "/etc/passwd", bytes: 1 }, 7, null);
    await writeFile(join(site, "manifest.json"), JSON.stringify(manifest));
    await build({ "index.html": "b" });
    expect(await readFile(join(outside, "x.html"), "utf8")).toBe("keep me");
  });

  it.each(["../up.html", "/etc/x", "a/../b", "a//b", "", ".git/config"])(
    "takes %j for a bug, not for a path",
    (path) => {
      expect(() => stageFile(site, path, "x")).toThrow(/outside the site/);
    },
  );
});
