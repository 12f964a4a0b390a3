import { performance } from "node:perf_hooks";
import { execa } from "execa";
import { packagePaths } from "../../package-paths.js";
import type { CloseRequest, Reply, Request } from "../../trial/messages.js";
import { type Ended, endEarly } from "./end-early.js";
import { hostReply } from "./host-reply.js";
import { sampleMemory } from "./memory-sampler.js";
import { killTree } from "./process-tree.js";
import { sampleUsage, type UsageRecord } from "./usage-sampler.js";
import type { Watchdog } from "./watchdog.js";

const LONGEST_STDERR = 16_384;

export interface LaunchOptions {
  environment: Record<string, string>;
  timeoutMs: number;
  watchdog: Watchdog;
  /** Aborted: the host is ended at once. */
  stop: AbortSignal;
  /** The Node that runs the host; without it, the one that runs this. */
  nodePath?: string | undefined;
  /** Heap that the host, its threads and its processes may each have, in MB; absent: Node's own limit. */
  heapMb?: number;
  /** Sample CPU and memory over time, densely, instead of the peak of memory now and then. */
  watchUsage?: boolean;
}

/** How a host ended, as the runner saw it. */
export interface Launched {
  /** The last thing that it said but `worked`; `null` where it ended without. */
  reply: Reply | null;
  hostMs: number;
  peakPssBytes: number | null;
  /** Where it was watched. */
  usage?: UsageRecord;
  ended: Ended;
  exitCode: number | null;
  signal: string | null;
  /** The end of its standard error. */
  stderr: string;
}

/** Forks a host, hands it one request, and waits until it and all that it started are gone. */
export async function launchHost(request: Request, options: LaunchOptions): Promise<Launched> {
  const startMs = performance.now();
  // Not execa's own way to start Node: that one adds a PATH to the environment.
  const host = execa(options.nodePath ?? process.execPath, [...heapOptions(options), packagePaths.hostProcess], {
    env: options.environment,
    extendEnv: false,
    ipc: true,
    serialization: "advanced",
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
    // execa would keep every message and all output until the end.
    buffer: false,
    reject: false,
    // A process group of its own, so that one signal reaches the host and its workers; the watchdog cleans up.
    detached: process.platform !== "win32",
    cleanup: false,
  });
  const { pid } = host;
  if (pid === undefined) {
    const { shortMessage } = await host;
    return { ...nothing(startMs), stderr: shortMessage ?? "" };
  }
  options.watchdog.guard(pid);
  // Workers that outlive a dead host hold its standard error open: it would seem to run on until its time is over.
  // (Windows finds no tree under a process that is gone.)
  if (process.platform !== "win32") host.once("exit", () => killTree(pid));
  let stderr = "";
  host.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    stderr = (stderr + chunk).slice(-LONGEST_STDERR);
  });
  const watched = options.watchUsage ? sampleUsage(pid) : null;
  const sampler = watched ?? sampleMemory(pid);
  const end = endEarly(pid, options);
  try {
    const reply = await converse(host, request, sampler.look);
    const result = await host;
    return {
      reply,
      hostMs: performance.now() - startMs,
      peakPssBytes: sampler.stop(),
      ...(watched === null ? {} : { usage: watched.record() }),
      ended: end.cause(),
      exitCode: result.exitCode ?? null,
      signal: result.signal ?? null,
      stderr,
    };
  } finally {
    sampler.stop();
    end.cancel();
    killTree(pid);
    options.watchdog.release(pid);
  }
}

/** The option holds for the host's threads too, and processes that it forks take it over. */
function heapOptions({ heapMb }: LaunchOptions): string[] {
  return heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`];
}

function nothing(startMs: number): Launched {
  const hostMs = performance.now() - startMs;
  return { reply: null, hostMs, peakPssBytes: null, ended: "exit", exitCode: null, signal: null, stderr: "" };
}

interface Conversation {
  sendMessage(message: object): Promise<unknown>;
  getEachMessage(): AsyncIterable<unknown>;
}

/** Sends the request and hears the host out. A host that dies on the way leaves what it has said so far. */
async function converse(
  host: Conversation,
  request: Request,
  onWorked: () => void | Promise<void>,
): Promise<Reply | null> {
  let last: Reply | null = null;
  try {
    const messages = host.getEachMessage();
    await host.sendMessage(request);
    for await (const message of messages) {
      const reply = hostReply.parse(message);
      if (reply.kind === "worked") {
        await onWorked();
        await host.sendMessage({ kind: "close" } satisfies CloseRequest);
      } else {
        last = reply;
      }
    }
  } catch (error) {
    // The channel breaks when the host dies or is ended; how it ended says more than the broken channel does.
    if (error instanceof TypeError || (error as Error).name === "ZodError") throw error;
  }
  return last;
}
