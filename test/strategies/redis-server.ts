import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../free-port.js";

/** A Redis of one test file: on a port and in a folder of its own, gone with `close`. */
export interface RedisServer {
  url: string;
  close(): Promise<void>;
}

/** Starts one, and waits until it answers. */
export async function startRedis(): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "scalebook-redis-"));
  const port = await freePort();
  const options = { port, bind: "127.0.0.1", dir: folder, save: "", appendonly: "no" };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn("redis-server", words, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  await ready(child);
  return {
    url: `redis://127.0.0.1:${port}`,
    async close() {
      child.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ready(child: ChildProcess): Promise<void> {
  let said = "";
  for await (const part of child.stdout ?? []) {
    said += String(part);
    if (said.includes("Ready to accept connections")) break;
  }
  if (!said.includes("Ready to accept")) throw new Error(`redis-server ended: ${said}`);
}
