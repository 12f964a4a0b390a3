import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseGiven } from "../../src/cli/arguments.js";
import type { Command } from "../../src/cli/command.js";
import { serveFolder } from "../../src/cli/commands/preview-server.js";
import { nearest } from "../../src/cli/did-you-mean.js";
import { commandLine, extendCommand } from "../../src/cli/options/recorded-command.js";
import { signedPercent } from "../../src/cli/print/changes-table.js";
import { printable } from "../../src/cli/print/printable.js";
import { textTable } from "../../src/cli/print/table.js";
import { firstEstimates } from "../../src/cli/progress/first-estimates.js";

const command: Command = {
  name: "act",
  args: "<run> [more ...]",
  summary: "",
  options: [
    { flag: "--label <text>", description: "" },
    { flag: "--json", description: "" },
  ],
  examples: [],
  run: async () => 0,
};

describe("parseGiven", () => {
  it.each(["007", "1e3", "true", "-", "a=b", " x "])("leaves the text %j as it is", async (label) => {
    expect((await parseGiven(command, ["r", "--label", label])).text("label")).toBe(label);
    expect((await parseGiven(command, ["r", `--label=${label}`])).text("label")).toBe(label);
  });

  it("tells switches, text and positionals apart", async () => {
    const given = await parseGiven(command, ["a", "--json", "b"]);
    expect(given.positionals).toEqual(["a", "b"]);
    expect([given.has("json"), given.has("label"), given.text("json")]).toEqual([true, false, undefined]);
  });

  it("takes what follows -- as it is", async () => {
    expect((await parseGiven(command, ["a", "--", "--json"])).positionals).toEqual(["a", "--json"]);
  });
});

describe("nearest", () => {
  it("names what is near, nearest first, or everything", () => {
    expect(nearest("analize", ["analyse", "list", "show"])).toBe("did you mean analyse?");
    expect(nearest("work", ["workers", "tasks"])).toBe("did you mean workers?");
    expect(nearest("lst", ["fit", "list"])).toBe("did you mean list?");
    expect(nearest("com", ["compare", "commands"])).toBe("did you mean compare or commands?");
    expect(nearest("zzzzzz", ["workers", "tasks"])).toBe("there are workers, tasks");
  });
});

it("signedPercent has a sign but for zero", () => {
  expect([-41.28, 3, 0.04, -0.04, null].map(signedPercent)).toEqual(["−41.3 %", "+3.0 %", "0.0 %", "0.0 %", ""]);
});

it("commandLine says that it was everything", () => {
  expect(commandLine({ positionals: [], has: (name) => name === "all", text: () => undefined }, 5)).toBe(
    "scalebook run --all --seed 5",
  );
});

it("commandLine quotes for a shell", () => {
  const text = (name: string) => (name === "study" ? "it's mine.yaml" : undefined);
  expect(commandLine({ positionals: ["workers"], has: () => false, text }, 5)).toBe(
    "scalebook run workers --study 'it'\\''s mine.yaml' --seed 5",
  );
});

it("commands that go on with a run say the study again where it is the user's own", () => {
  const given = (values: Record<string, string>) => ({
    positionals: [],
    has: (name: string) => name in values,
    text: (name: string) => values[name],
  });
  const more = ["--budget", "2m"];
  expect(commandLine(given({ blocks: "5" }), 7, "r-1")).toBe("scalebook run --blocks 5 --extend r-1");
  expect(extendCommand(given({ workers: "1,2", "runs-dir": "mine" }), "r-1", more)).toBe(
    "scalebook run --extend r-1 --budget 2m --runs-dir mine",
  );
  expect(extendCommand(given({ command: "ls -l", workers: "1" }), "r-1", more)).toBe(
    "scalebook run --command 'ls -l' --workers 1 --extend r-1 --budget 2m",
  );
});

describe("textTable", () => {
  it("aligns figures to the right and draws no lines", () => {
    const table = textTable(
      [{ head: "name" }, { head: "n", figures: true }],
      [
        ["a", "1"],
        ["bcd", "100"],
      ],
    );
    expect(table).toBe("name    n\na       1\nbcd   100\n");
  });

  it("lets no control character of a run file through", () => {
    expect(printable("a\u001b[31mred\u0007\u202Ex")).toBe("a[31mredx");
  });
});

describe("firstEstimates", () => {
  const cell = (strategy: string, workers: number, times: number[]) => ({
    factors: { strategy, workers, tasks: 8, n: 10, workload: "sleep" },
    trials: times.map((wallMs, block) => ({ block, status: "ok" as const, wallMs })),
  });
  const experiment = { id: "e", title: "", division: "tasks" as const };

  it("sets the quickest cell against sequential", () => {
    const cells = [
      cell("sequential", 1, [100, 104]),
      cell("thread-pool", 2, [50, 51]),
      cell("thread-pool", 4, [40, 60]),
    ];
    expect(firstEstimates([{ ...experiment, cells }])).toEqual([
      "e: so far thread-pool with 4 at 2.50× sequential (n = 2)",
    ]);
  });

  it("says nothing without a baseline", () => {
    expect(firstEstimates([{ ...experiment, cells: [cell("thread-pool", 2, [5])] }])).toEqual([]);
  });
});

describe("serveFolder", () => {
  const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
  afterAll(() => rmSync(dir, { recursive: true }));
  const site = join(dir, "site");
  mkdirSync(join(site, "run"), { recursive: true });
  writeFileSync(join(site, "index.html"), "<p>home</p>");
  writeFileSync(join(site, "run", "index.html"), "<p>run</p>");
  writeFileSync(join(dir, "secret.txt"), "secret");

  it("serves the folder on this machine, and nothing outside it", async () => {
    const server = await serveFolder(site, 0, false);
    const { port, address } = server.address() as AddressInfo;
    expect(address).toBe("127.0.0.1");
    expect(await get(port, "/")).toEqual({ status: 200, type: "text/html; charset=utf-8", body: "<p>home</p>" });
    expect((await get(port, "/run/?x=1")).body).toBe("<p>run</p>");
    expect((await get(port, "/run")).body).toBe("<p>run</p>");
    for (const path of ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%", "/none", "/a%00b"]) {
      const { status, body } = await get(port, path);
      expect([path, status, body.includes("secret")]).toEqual([path, 404, false]);
    }
    await expect(serveFolder(site, port, false)).rejects.toThrow(/taken/);
    const other = await serveFolder(site, port, true);
    expect((other.address() as AddressInfo).port).not.toBe(port);
    other.close();
    server.close();
  });
});

function get(port: number, path: string): Promise<{ status: number; type: string; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers["content-type"] ?? "", body }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });
}
