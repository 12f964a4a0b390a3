import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { moduleHash } from "../../../src/app/module-hash.js";
import { endedWords } from "../../../src/cli/commands/worker.js";
import { has } from "../../needs.js";
import { queueHost } from "../../strategies/queue-host.js";
import { type RedisServer, startRedis } from "../../strategies/redis-server.js";
import { folderOfRuns } from "./in-process.js";

const { scalebook } = folderOfRuns();

describe("scalebook worker", () => {
  it("asks for a Redis, and takes no password that everybody could read", async () => {
    expect((await scalebook("worker")).mistake).toContain("give --redis redis://host:6379, or SCALEBOOK_REDIS");
    const { mistake } = await scalebook("worker", "--redis", "redis://:secret@127.0.0.1:1");
    expect(mistake).toContain("give the URL in SCALEBOOK_REDIS");
    expect(mistake).not.toContain("secret");
    expect((await scalebook("worker", "--redis", "head:6379")).mistake).toContain("--redis is no URL of Redis");
    expect((await scalebook("worker", "--redis", "redis://head/first")).mistake).toContain(
      "redis://host:6379/2 for its database 2",
    );
  });

  it("names a module that cannot be read", async () => {
    const { mistake } = await scalebook("worker", "--redis", "redis://127.0.0.1:1", "--module", "./nothing.mjs");
    expect(mistake).toContain("--module ./nothing.mjs cannot be read (ENOENT)");
    const more = [
      "--module",
      fileURLToPath(new URL("../../remote/fake-ssh.mjs", import.meta.url)),
      "--module",
      "./other.mjs",
    ];
    const { mistake: second } = await scalebook("worker", "--redis", "redis://127.0.0.1:1", ...more);
    expect(second).toContain("--module ./other.mjs cannot be read (ENOENT)");
  });
});

describe("the hash of a module", () => {
  const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const write = (name: string, text: string) => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };

  it("is that of its content and of what it imports, not of its name", async () => {
    const text = 'import { a } from "./below.mjs";\nexport const task = () => a;';
    write("below.mjs", "export const a = 1;");
    const [one, other] = [write("one.mjs", text), write("other.mjs", text)];
    const before = await moduleHash(one);
    expect(await moduleHash(other)).toBe(before);
    write("below.mjs", "export const a = 2;");
    expect(await moduleHash(one)).not.toBe(before);
  });
});

describe.skipIf(!has("redis"))("scalebook worker --list", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  it("says that nobody works, or who does, with slots, modules and versions", async () => {
    expect((await scalebook("worker", "--list", "--redis", redis.url)).out).toContain(
      "No machine works for this queue",
    );
    const host = await queueHost(redis.url, { slots: 3, modules: new Map([["f".repeat(64), "file:///task.mjs"]]) });
    const { out } = await scalebook("worker", "--list", "--redis", redis.url);
    const [heads = "", row = ""] = out
      .split("\n")
      .filter((line) => line.includes("Node") || line.includes(process.version));
    expect(heads).toMatch(/machine\s+slots\s+in use\s+modules\s+Node\s+Scalebook/);
    expect(row).toMatch(/3\s+0\s+f{12}\s+v\d+/);
    expect(out).toContain("No job is in the queue");
    const json = JSON.parse((await scalebook("worker", "--list", "--json", "--redis", redis.url)).out);
    expect(json).toMatchObject({ hosts: [{ slots: 3, busy: 0, node: process.version }], queues: [] });
    await host.close();
    expect((await scalebook("worker", "--list", "--redis", redis.url)).out).toContain("No machine works");
  });

  it("says as it ends what it gave back: nothing where it did nothing", () => {
    expect([0, 1, 2].map(endedWords)).toEqual([
      "Ended",
      "Ended; the job in work is in the queue again",
      "Ended; the 2 jobs in work are in the queue again",
    ]);
  });

  it("is not disturbed by what others write to the same Redis", async () => {
    const client = new Redis(redis.url);
    const host = await queueHost(redis.url, { slots: 1 });
    await client.set("scalebook:host:other", "no JSON");
    for (const text of ["no JSON", "null", '{"kind":"other"}']) await client.publish("scalebook:hosts", text);
    expect(JSON.parse((await scalebook("worker", "--list", "--json", "--redis", redis.url)).out).hosts).toHaveLength(1);
    await client.del("scalebook:host:other");
    await host.close();
    client.disconnect();
  });

  it("says what a Redis refuses: a full one, a database that it does not have, one that asks for a password", async () => {
    expect((await scalebook("worker", "--redis", `${redis.url}/99`)).mistake).toMatch(
      /refuses what a queue needs: .*DB index is out of range/,
    );
    const client = new Redis(redis.url);
    await client.config("SET", "maxmemory", "1");
    expect((await scalebook("worker", "--redis", redis.url)).mistake).toMatch(/refuses what a queue needs: OOM/);
    await client.config("SET", "maxmemory", "0");
    await client.config("SET", "requirepass", "secret");
    expect((await scalebook("worker", "--list", "--redis", redis.url)).mistake).toContain(
      "it asks for a password: give the URL with it in SCALEBOOK_REDIS",
    );
    client.disconnect();
  });
});
