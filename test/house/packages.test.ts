import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const textOf = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");

interface Package {
  license?: string;
  dev?: boolean;
  hasInstallScript?: boolean;
}

const { dependencies, devDependencies } = JSON.parse(textOf("package.json")) as Record<string, Record<string, string>>;
const locked = Object.entries(
  (JSON.parse(textOf("package-lock.json")) as { packages: Record<string, Package> }).packages,
);
const licenceOf = (name: string) => locked.find(([path]) => path === `node_modules/${name}`)?.[1].license;

/** Rows of the tables in CONTRIBUTING.md: package, reason, licence. */
const [, section = ""] = textOf("CONTRIBUTING.md").split("\n## Packages\n");
const tables = section.split("\nUsed while building").map((part) =>
  [...part.matchAll(/^\| `([^`]+)` \| (.+) \| (.+) \|$/gm)].map(([, name = "", reason = "", licence = ""]) => ({
    name,
    reason,
    licence,
  })),
);

describe("the packages that this one uses", () => {
  it.each([
    ["dependencies", dependencies, tables[0]],
    ["devDependencies", devDependencies, tables[1]],
  ])("%s are listed with a reason and the licence that they have", (_, packages, rows = []) => {
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(packages ?? {}));
    expect(rows.filter(({ reason }) => reason.trim().length < 5)).toEqual([]);
    expect(rows.filter(({ name, licence }) => licence !== licenceOf(name))).toEqual([]);
  });

  it("run no script when they are installed, nor do those that they need", () => {
    expect(locked.length).toBeGreaterThan(100);
    expect(locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([]);
  });

  it("are free to be bundled and passed on", () => {
    const free = /^\(?(?:MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|Unlicense|Zlib|\s|OR|AND)+\)?$/;
    const others = locked.filter(
      ([path, { license, dev }]) => path !== "" && dev !== true && !free.test(license ?? ""),
    );
    expect(others.map(([path, { license }]) => `${path} ${license}`)).toEqual([]);
  });
});
