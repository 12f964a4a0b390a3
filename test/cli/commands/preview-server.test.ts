import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
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
    expect(await get(port, "/")).toMatchObject({ status: 200, type: "text/html; charset=utf-8", body: "<p>home</p>" });
    expect((await get(port, "/run/?x=1")).body).toBe("<p>run</p>");
    expect(await get(port, "/run?x=1")).toMatchObject({ status: 302, location: "/run/?x=1" });
    // Never to another host.
    expect(await get(port, "/a%2f..")).toMatchObject({ status: 302, location: "/" });
    expect(await get(port, "//run")).toMatchObject({ status: 302, location: "/run/" });
    for (const path of [
      "//other.example/",
      "/../secret.txt",
      "/%2e%2e/secret.txt",
      "/..%2fsecret.txt",
      "/%",
      "/none",
      "/a%00b",
    ]) {
      const { status, body } = await get(port, path);
      expect([path, status, body.includes("secret")]).toEqual([path, 404, false]);
    }
    await expect(serveFolder(site, port, false)).rejects.toThrow(/taken/);
    const other = await serveFolder(site, port, true);
    expect((other.address() as AddressInfo).port).not.toBe(port);
    other.close();
    server.close();
  });

  it("survives what cannot be read, and follows no link out of the site", async () => {
    const huge = join(site, "huge.json");
    writeFileSync(huge, "x");
    // More than a buffer of Node's holds, and no space on the disk.
    truncateSync(huge, 5e9);
    writeFileSync(join(site, "empty.css"), "");
    writeFileSync(join(site, "closed.html"), "closed", { mode: 0 });
    mkdirSync(join(site, "folder.html"));
    for (const [target, name] of [
      ["../secret.txt", "link.txt"],
      ["..", "up"],
      ["run/index.html", "in.html"],
    ] as const)
      symlinkSync(join(site, target), join(site, name));
    const server = await serveFolder(site, 0, false);
    const { port } = server.address() as AddressInfo;
    expect(await get(port, "/huge.json", "HEAD")).toMatchObject({ status: 200, bytes: "5000000000" });
    expect(await begun(port, "/huge.json")).toMatch(/^x\0/);
    expect(await get(port, "/empty.css")).toMatchObject({ status: 200, body: "" });
    if (process.getuid?.() !== 0) expect((await get(port, "/closed.html")).status).toBe(404);
    for (const path of ["/folder.html", "/link.txt", "/up/secret.txt", "/run/index.html/"])
      expect([path, (await get(port, path)).status]).toEqual([path, 404]);
    expect((await get(port, "/in.html")).body).toBe("<p>run</p>");
    server.closeAllConnections();
    server.close();
  });

  it("takes no other method than GET and HEAD", async () => {
    const server = await serveFolder(site, 0, false);
    const { port } = server.address() as AddressInfo;
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
      expect(await get(port, "/", method)).toMatchObject({ status: 405, allow: "GET, HEAD", body: "" });
    expect(await get(port, "/", "HEAD")).toMatchObject({ status: 200, bytes: "11", body: "" });
    server.close();
  });
});

interface Got {
  status: number;
  type: string | undefined;
  location: string | undefined;
  allow: string | undefined;
  bytes: string | undefined;
  body: string;
}

function get(port: number, path: string, method = "GET"): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        body += chunk;
      });
      const { "content-type": type, "content-length": bytes, location, allow } = response.headers;
      response.on("end", () => resolve({ status: response.statusCode ?? 0, type, location, allow, bytes, body }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** The first bytes of a body, of which the rest is not waited for. */
function begun(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, agent: false }, (response) => {
      response.once("data", (chunk: Buffer) => {
        sent.destroy();
        resolve(chunk.toString("latin1", 0, 10));
      });
    });
    sent.on("error", reject);
    sent.end();
  });
}
