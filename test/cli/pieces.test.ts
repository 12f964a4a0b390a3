import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { serveFolder } from "../../src/cli/commands/preview-server.js";
import { nearest } from "../../src/cli/did-you-mean.js";
import { changeFigure } from "../../src/cli/print/changes-table.js";
import { printable } from "../../src/cli/print/printable.js";
import { textTable } from "../../src/cli/print/table.js";
import { firstEstimates } from "../../src/cli/progress/first-estimates.js";

describe("nearest", () => {
  it("names what is near, nearest first, or everything", () => {
    expect(nearest("analize", ["analyse", "list", "show"])).toBe("did you mean analyse?");
    expect(nearest("work", ["workers", "tasks"])).toBe("did you mean workers?");
    expect(nearest("lst", ["fit", "list"])).toBe("did you mean list?");
    expect(nearest("com", ["compare", "commands"])).toBe("did you mean compare or commands?");
    expect(nearest("zzzzzz", ["workers", "tasks"])).toBe("there are workers, tasks");
  });
});

it("changeFigure has a sign but for zero", () => {
  expect([-41.28, 3, 0.04, -0.04, null].map(changeFigure)).toEqual(["−41.3 %", "+3.0 %", "0.0 %", "0.0 %", ""]);
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
