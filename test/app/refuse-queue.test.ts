import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HostLoop } from "../../.build/strategies/queue/host.js";
import { loadCatalogue } from "../../src/app/catalogue.js";
import { moduleHash } from "../../src/app/module-hash.js";
import { refuseQueue } from "../../src/app/refuse-queue.js";
import { programHash } from "../../src/app/tool-version.js";
import { connected, type QueueLibraries, queueLibraries } from "../../src/strategies/queue/redis.js";
import { matrix } from "../../src/study/study.js";
import { UserError } from "../../src/user-error.js";
import { freePort } from "../free-port.js";
import { has } from "../needs.js";
import { queueHost } from "../strategies/queue-host.js";
import { type RedisServer, startRedis } from "../strategies/redis-server.js";

const builtIn = await loadCatalogue();
const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What is said of a study of these strategies on so many workers; "" where it may be recorded. */
async function refusal(
  redis: string | undefined,
  { strategies = ["sequential", "queue"], workers = [1, 2], workload = "hello", module = "", more = {} } = {},
) {
  const own = { title: "own", bound: null, division: "tasks" as const, unit: "size", defaultN: 1, msPerUnit: 1 };
  const workloads = { ...builtIn.workloads, own: { ...own, module: { url: pathToFileURL(module).href, tasks: null } } };
  const catalogue = module === "" ? builtIn : { ...builtIn, workloads };
  const levels = matrix({
    strategy: ["sequential", "queue"],
    workload: [module === "" ? workload : "own"],
    workers: [1, 2],
    tasks: [4],
    n: [1],
    more,
  });
  const study = { id: "study", experiments: [{ id: "one", title: "One", question: "How?", matrix: [levels] }] };
  try {
    await refuseQueue(study, catalogue, { overrides: { strategies, workers }, ...(redis && { redis }) });
    return "";
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message;
  }
}

describe("a study of the queue is refused", () => {
  it("where no Redis is given, and only where the queue is asked for", async () => {
    expect(await refusal(undefined)).toContain("give --redis redis://host:6379, or SCALEBOOK_REDIS");
    expect(await refusal(undefined, { strategies: ["sequential", "process-pool"] })).toBe("");
  });

  it("where a factor or a file is of this machine alone", async () => {
    expect(await refusal("redis://127.0.0.1:1", { more: { cores: [1] } })).toContain("cores is a factor of this one");
    expect(await refusal("redis://127.0.0.1:1", { workload: "shapefile" })).toContain(
      "shapefile reads files that are made here",
    );
  });

  it("where its packages are not installed, with the command that installs them", async () => {
    const missing = () => import("no-such-package" as string) as Promise<QueueLibraries>;
    await expect(queueLibraries(missing)).rejects.toThrow("npm install --ignore-scripts bullmq ioredis");
  });

  it("where nothing listens", async () => {
    const port = await freePort();
    expect(await refusal(`redis://user:secret@127.0.0.1:${port}`)).toMatch(
      new RegExp(`^no connection to Redis at redis://127.0.0.1:${port}: .*ECONNREFUSED`),
    );
  });

  it("where what listens says nothing: it does not wait for ever", async () => {
    const server: Server = createServer((socket) => void socket.on("error", () => undefined)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    await expect(connected(await queueLibraries(), `redis://127.0.0.1:${port}`, 200)).rejects.toThrow(
      `no connection to Redis at redis://127.0.0.1:${port}: it does not answer`,
    );
    server.close();
  });
});

describe.skipIf(!has("redis"))("with a Redis, a study of the queue is refused", () => {
  let redis: RedisServer;
  const hosts: HostLoop[] = [];
  const hostWith = async (more: Parameters<typeof queueHost>[1]) => {
    hosts.push(await queueHost(redis.url, { program: programHash(), ...more }));
  };
  const leave = async () => void (await Promise.all(hosts.splice(0).map((host) => host.close())));
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => {
    await leave();
    await redis.close();
  });

  it("where no machine works for it", async () => {
    expect(await refusal(redis.url)).toBe(
      `${redis.url}: no machine works for the queue: start \`scalebook worker\` on those that are to help`,
    );
  });

  it("where there are too few slots for the most workers", async () => {
    await hostWith({ slots: 2 });
    expect(await refusal(redis.url)).toBe("");
    expect(await refusal(redis.url, { workers: [1, 3] })).toContain(
      "the queue has 2 of the 3 slots that 3 workers need",
    );
    await leave();
  });

  it("where a machine lacks the module, which it is told how to have", async () => {
    const path = join(dir, "task.mjs");
    writeFileSync(path, "export const task = () => 1;");
    const hash = await moduleHash(path);
    await hostWith({ slots: 2 });
    const said = await refusal(redis.url, { module: path });
    expect(said).toContain(`does not have the module (${hash.slice(0, 12)})`);
    expect(said).toContain("scalebook worker --module ./task.mjs");
    await leave();
    await hostWith({ slots: 2, modules: new Map([[hash, pathToFileURL(path).href]]) });
    expect(await refusal(redis.url, { module: path })).toBe("");
    await leave();
  });

  it("where a machine has another program, and names both", async () => {
    await hostWith({ slots: 2, version: "9.9.9", program: "f".repeat(64) });
    const said = await refusal(redis.url);
    expect(said).toContain("has another Scalebook: 9.9.9 (ffffffffffff)");
    expect(said).toContain(`here it is ${programHash().slice(0, 12)}`);
    await leave();
  });
});
