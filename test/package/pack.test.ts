import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dir = mkdtempSync(join(tmpdir(), "scalebook-pack-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** npm by the way that Windows can start too. */
function npm(args: string[], cwd: string) {
  const script = process.env.npm_execpath;
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error", ...args];
  const options = { cwd, env: { SCALEBOOK_CONFIG: join(dir, "config") } };
  return script?.endsWith(".js")
    ? execa(process.execPath, [script, ...quiet], options)
    : execa("npm", quiet, { ...options, shell: process.platform === "win32" });
}

it("works when it is packed and installed elsewhere", { timeout: 240_000 }, async () => {
  const { stdout } = await npm(["pack", "--json", "--ignore-scripts", "--pack-destination", dir], root);
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  const paths = packed.files.map(({ path }) => path);
  expect(paths).toContain(".build/main.js");
  expect(paths.filter((path) => /^(src|test|runs|site)\//.test(path))).toEqual([]);

  const home = join(dir, "empty");
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), "{}");
  await npm(["install", join(dir, packed.filename), "--prefer-offline"], home);

  const scalebook = (...args: string[]) => npm(["exec", "--offline", "--", "scalebook", ...args], home);
  const small = ["--workers", "1,2", "--tasks", "2", "--sizes", "1e5", "--blocks", "2"];
  await scalebook("run", "workers", ...small);
  await scalebook("build");
  expect(existsSync(join(home, "site", "index.html"))).toBe(true);
  expect(readFileSync(join(home, "site", "index.html"), "utf8")).toContain("lab");
});
