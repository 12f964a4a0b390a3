import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dir = mkdtempSync(join(tmpdir(), "scalebook-pack-"));
const home = join(dir, "empty");
let paths: string[] = [];
let tarball = "";

/** npm by the way that Windows can start too. */
function npm(args: string[], cwd: string) {
  const script = process.env.npm_execpath;
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error", ...args];
  const options = { cwd, env: { SCALEBOOK_CONFIG: join(dir, "config") } };
  return script?.endsWith(".js")
    ? execa(process.execPath, [script, ...quiet], options)
    : execa("npm", quiet, { ...options, shell: process.platform === "win32" });
}

beforeAll(async () => {
  const { stdout } = await npm(["pack", "--json", "--ignore-scripts", "--pack-destination", dir], root);
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  paths = packed.files.map(({ path }) => path);
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), '{ "type": "module" }');
  tarball = join(dir, packed.filename);
  await npm(["install", tarball, "--prefer-offline"], home);
}, 240_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("the package", () => {
  it("holds no sources and no tests", () => {
    expect(paths).toContain(".build/main.js");
    expect(paths.filter((path) => /^(src|test|runs|site)\//.test(path))).toEqual([]);
  });

  it("holds every file that one of its files imports", () => {
    const lost = paths
      .filter((path) => path.startsWith(".build/") && path.endsWith(".js") && !path.startsWith(".build/assets/"))
      .flatMap((path) => {
        const text = readFileSync(join(root, path), "utf8");
        const imported = [...text.matchAll(/\b(?:from|import)\s*\(?\s*["'`](\.{1,2}\/[^"'`]+)["'`]/g)];
        return imported.map(([, to = ""]) => ({ path, to: posix.join(dirname(path), to) }));
      })
      .filter(({ to }) => !paths.includes(to));
    expect(lost).toEqual([]);
  });
});

describe("installed elsewhere", () => {
  it("takes at most 50 MB and runs no scripts", () => {
    const files = readdirSync(join(home, "node_modules"), { recursive: true, encoding: "utf8" });
    const blocks = files.map((file) => Math.ceil(statSync(join(home, "node_modules", file)).size / 4096));
    expect(blocks.reduce((sum, count) => sum + count, 0) * 4096).toBeLessThan(50 * 2 ** 20);
    const installed = readFileSync(join(home, "node_modules", ".package-lock.json"), "utf8");
    expect(installed).not.toContain("hasInstallScript");
  });

  it("records and builds", { timeout: 120_000 }, async () => {
    const scalebook = (...args: string[]) => npm(["exec", "--offline", "--", "scalebook", ...args], home);
    await scalebook("run", "workers", "--workers", "1,2", "--tasks", "2", "--sizes", "1e5", "--blocks", "2");
    await scalebook("build");
    expect(existsSync(join(home, "site", "index.html"))).toBe(true);
    expect(readFileSync(join(home, "site", "index.html"), "utf8")).toContain("lab");
  });

  it.runIf(process.platform !== "win32")(
    "publishes: the workflow that it writes runs",
    { timeout: 120_000 },
    async () => {
      const clone = join(dir, "clone");
      cpSync(join(home, "runs"), join(clone, "runs"), { recursive: true });
      cpSync(tarball, join(clone, basename(tarball)));
      const main = join(home, "node_modules", "scalebook", ".build", "main.js");
      const { stdout } = await execa(process.execPath, [main, "init", "--github-pages"], { cwd: clone });
      expect(stdout).not.toContain("npm pack");
      const workflow = parse(readFileSync(join(clone, ".github/workflows/scalebook-pages.yml"), "utf8"));
      const scripts = (workflow.jobs.build.steps as { run?: string; env?: Record<string, string> }[]).filter(
        (step) => step.run,
      );
      expect(scripts).toHaveLength(2);
      const prefix = join(dir, "global");
      for (const { run: script, env } of scripts) {
        const npmOptions = { npm_config_prefix: prefix, npm_config_prefer_offline: "true", npm_config_audit: "false" };
        // Nothing answers there: the site is published for the first time.
        const own = { ...env, ...npmOptions, SITE_URL: "http://127.0.0.1:9/lab" };
        await execa("bash", ["-e", "-c", `${script}`], {
          cwd: clone,
          env: { ...own, PATH: `${prefix}/bin:${process.env.PATH}` },
        });
      }
      const sitemap = readFileSync(join(clone, "_site", "sitemap.xml"), "utf8");
      const [run = ""] = readdirSync(join(clone, "runs"));
      expect(sitemap).toContain(`http://127.0.0.1:9/lab/run/${run.replace(".json", "")}/`);
    },
  );

  it("can be imported by a program, with types", { timeout: 60_000 }, async () => {
    const program = [
      'import { buildSite, type Cell, defineStudy, readRuns, type Run } from "scalebook";',
      'const { runs } = await readRuns("runs");',
      'await buildSite({ runs, outDir: "own" });',
      "const first: Run | undefined = runs[0]?.run;",
      "const cell: Cell | undefined = first?.experiments[0]?.cells[0];",
      "console.log(cell?.trials.length);",
      "// @ts-expect-error: the id is a text",
      "defineStudy({ id: 1, experiments: [] });",
    ].join("\n");
    writeFileSync(join(home, "program.ts"), program);
    const options = ["--ignoreConfig", "--strict", "--module", "nodenext", "--target", "es2023"];
    const types = ["--types", "node", "--typeRoots", join(root, "node_modules", "@types")];
    await execa(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), ...options, ...types, "program.ts"], {
      cwd: home,
    });
    const { stdout } = await execa(process.execPath, ["program.js"], { cwd: home });
    expect(stdout).toBe("2");
    expect(existsSync(join(home, "own", "index.html"))).toBe(true);
  });
});
