import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { serveFolder } from "../../../src/cli/commands/preview-server.js";

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
