/**
 * Machines of a queue on this one: Redis on a bridge, and hosts in network namespaces of their own, which are killed, paused and
 * cut off. Needs root, `ip` (iproute2) and redis-server.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const main = join(root, ".build/main.js");
const LONGEST_START_MS = 20_000;
/** Every cluster has a network and names of its own, those of other programs included. */
let clusters = 0;

/** Whether such machines can be had here. */
export function canCluster(): boolean {
  const works = (program: string, ...args: string[]) => spawnSync(program, args, { stdio: "ignore" }).status === 0;
  if (process.getuid?.() !== 0 || !works("redis-server", "--version")) return false;
  return works("unshare", "--net", "true") && works("ip", "netns", "list");
}

export interface Cluster {
  url: string;
  redis: RedisServer;
  hosts: QueueMachine[];
  /** Runs the program with these arguments, connected to Redis by the environment. */
  program(args: readonly string[], cwd: string): Program;
  /** Stops or continues the programs and what they started. */
  signalPrograms(signal: NodeJS.Signals): void;
  /** Ends all of it. */
  close(): Promise<void>;
}

export type Program = ReturnType<typeof started>;

/** Starts Redis and makes the hosts, on which no worker runs yet. `persistent`: what Redis had is there again when it is restarted. */
export async function openCluster(count: number, { persistent = true } = {}): Promise<Cluster> {
  const dir = mkdtempSync(join(tmpdir(), "scalebook-cluster-"));
  clusters += 1;
  const net: Net = {
    name: `q${process.pid}${"abcdefgh"[clusters]}`,
    prefix: `10.${99 + clusters}.${process.pid % 250}`,
  };
  const bridge = net.name;
  ip("link", "add", bridge, "type", "bridge");
  ip("addr", "add", `${net.prefix}.1/24`, "dev", bridge);
  ip("link", "set", bridge, "up");
  const url = `redis://${net.prefix}.1:6379`;
  const redis = new RedisServer(dir, net, persistent);
  const hosts = Array.from({ length: count }, (_, index) => new QueueMachine(index + 1, net, url));
  const programs: ChildProcess[] = [];
  await redis.start();
  return {
    url,
    redis,
    hosts,
    program(args, cwd) {
      const program = started(process.execPath, [main, ...args], url, cwd);
      programs.push(program.child);
      return program;
    },
    signalPrograms(signal) {
      for (const { pid = 0, exitCode } of programs)
        if (exitCode === null) for (const one of familyOf(pid)) process.kill(one, signal);
    },
    async close() {
      for (const child of programs) child.kill("SIGKILL");
      for (const host of hosts) host.remove();
      await redis.kill();
      ip("link", "del", bridge);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Name of the bridge, with which other names begin, and what addresses begin with. */
interface Net {
  name: string;
  prefix: string;
}

/** A Redis that can be killed and started again. */
class RedisServer {
  readonly #args: string[];
  #child: ChildProcess | undefined;

  constructor(dir: string, { prefix }: Net, persistent: boolean) {
    const kept = ["--appendonly", persistent ? "yes" : "no", "--save", ""];
    this.#args = ["--port", "6379", "--bind", `${prefix}.1`, "--protected-mode", "no", "--dir", dir, ...kept];
  }

  async start(): Promise<void> {
    const child = spawn("redis-server", this.#args, { stdio: ["ignore", "pipe", "inherit"] });
    this.#child = child;
    await heard(child.stdout, "Ready to accept connections", child);
    child.stdout?.resume();
  }

  async kill(): Promise<void> {
    await killed(this.#child);
  }

  /** Stops or continues it, connections included. */
  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }
}

/** A machine on which a worker may run. */
export class QueueMachine {
  readonly name: string;
  readonly #namespace: string;
  readonly #outside: string;
  readonly #url: string;
  #worker: Program | undefined;

  constructor(number: number, { name, prefix }: Net, url: string) {
    this.name = `q${number}`;
    this.#namespace = `${name}n${number}`;
    this.#outside = `${name}v${number}`;
    this.#url = url;
    ip("netns", "add", this.#namespace);
    const inside = `${name}e${number}`;
    ip("link", "add", this.#outside, "type", "veth", "peer", "name", inside);
    ip("link", "set", this.#outside, "master", name, "up");
    ip("link", "set", inside, "netns", this.#namespace);
    this.#inside("ip", "addr", "add", `${prefix}.${number + 10}/24`, "dev", inside);
    this.#inside("ip", "link", "set", inside, "up");
    this.#inside("ip", "link", "set", "lo", "up");
  }

  /** Starts a worker, and waits until Redis knows it. */
  async start(slots: number): Promise<void> {
    this.#worker = await this.run([main, "worker", "--slots", String(slots)]);
  }

  /** Starts a script that says when it works. */
  async run(words: readonly string[]): Promise<Program> {
    const shell = ["unshare", "--uts", "sh", "-c", `hostname ${this.name}; exec "$@"`, "sh", process.execPath];
    const program = started("ip", ["netns", "exec", this.#namespace, ...shell, ...words], this.#url, root);
    await heard(program.child.stderr, "Working for", program.child);
    return program;
  }

  /** What its worker has said. */
  get said(): string {
    return this.#worker?.err() ?? "";
  }

  /** Kills the worker (SIGKILL), and nothing but it. */
  async kill(): Promise<void> {
    await killed(this.#worker?.child);
  }

  /** Asks the worker to end; how long it took and its exit code. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<{ code: number | null; tookMs: number }> {
    const { child, ended } = this.#worker as Program;
    const startMs = performance.now();
    child.kill(signal);
    const { code } = await ended;
    return { code, tookMs: performance.now() - startMs };
  }

  /** Stops or continues everything on it. */
  signal(signal: NodeJS.Signals): void {
    for (const pid of this.processes()) process.kill(pid, signal);
  }

  /** Ids of the processes on it. */
  processes(): number[] {
    return ip("netns", "pids", this.#namespace).split("\n").filter(Boolean).map(Number);
  }

  /** Takes it off the network, or brings it back. */
  setLink(state: "up" | "down"): void {
    ip("link", "set", this.#outside, state);
  }

  remove(): void {
    this.signal("SIGKILL");
    ip("netns", "del", this.#namespace);
  }

  #inside(...words: string[]): void {
    execFileSync("ip", ["netns", "exec", this.#namespace, ...words]);
  }
}

/** A process with those that it started, and so on. */
function familyOf(pid: number): number[] {
  const children = spawnSync("pgrep", ["-P", String(pid)], { encoding: "utf8" })
    .stdout.split("\n")
    .filter(Boolean);
  return [pid, ...children.flatMap((child) => familyOf(Number(child)))];
}

function ip(...words: string[]): string {
  return execFileSync("ip", words, { encoding: "utf8" });
}

function started(program: string, args: readonly string[], url: string, cwd: string) {
  const env = { ...process.env, SCALEBOOK_REDIS: url };
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, out, err }));
  return { child, ended, err: () => err };
}

async function killed(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** Waits until a program says so. */
async function heard(stream: NodeJS.ReadableStream | null, words: string, child: ChildProcess): Promise<void> {
  let text = "";
  const hear = (part: Buffer | string) => {
    text += part.toString();
  };
  stream?.on("data", hear);
  const endMs = performance.now() + LONGEST_START_MS;
  while (!text.includes(words)) {
    if (performance.now() > endMs || child.exitCode !== null) throw new Error(`it did not start: ${text}`);
    await pause(20);
  }
  stream?.off("data", hear);
}
