import { packagePaths } from "../../package-paths.js";
import type { AboutRequest, CloseRequest, Reply, Request } from "../../trial/messages.js";
import { type Conversation, startPipeHost } from "./pipe-host.js";
import { type ProcessEnd, type Supervision, supervise } from "./supervised-process.js";
import { realSystem } from "./system.js";

/** Wait for a host's workers to be gone; a process that left the host's group may stay for ever. */
const WORKERS_GONE_MS = 2_000;

export interface LaunchOptions extends Supervision {
  environment: Record<string, string>;
  /** The command of a host in another language; absent: Node's host. */
  hostWords?: readonly string[] | undefined;
  /** Folder that the host runs in; absent: the current one. */
  folder?: string | undefined;
  /** The Node that runs Node's host; absent: the one that runs this. */
  nodePath?: string | undefined;
  /** Words of programs that start the host, each of which gives way to the next: what binds it to processors. */
  launcher?: readonly string[] | undefined;
  /** Heap that Node's host, its threads and its processes may each have, in MB; absent: Node's own limit. */
  heapMb?: number;
  /** The peak of memory now and then, or CPU and memory over time, densely; absent: `memory`. */
  sampling?: "memory" | "usage";
}

/** End of a host, with its reply. */
export interface HostEnd
  extends Pick<
    ProcessEnd,
    "peakPssBytes" | "usage" | "ended" | "exitCode" | "signal" | "stderr" | "outOfMemory" | "leftBehind"
  > {
  /** The last reply, `worked` only where tasks failed; `null` where the host ended without. */
  reply: Reply | null;
  /** From before the start of the host until it and its workers were gone. */
  hostMs: number;
}

/** Starts a host, sends it one request, and waits until it and all that it started are gone. */
export async function launchHost(request: Request | AboutRequest, options: LaunchOptions): Promise<HostEnd> {
  const { clock } = options.system ?? realSystem;
  const startMs = clock.nowMs();
  let reply: Reply | null = null;
  const end = await supervise(
    () => startPipeHost(options.hostWords ?? nodeWords(options), options),
    { sampling: "memory", ...options, outputWithinMs: WORKERS_GONE_MS },
    (host, { look }) =>
      converse(host, request, look, (heard) => {
        reply = heard;
      }),
  );
  const { peakPssBytes, usage, ended, exitCode, signal, stderr, notStarted, outOfMemory, leftBehind } = end;
  return {
    reply,
    hostMs: clock.nowMs() - startMs,
    peakPssBytes,
    ...(usage === undefined ? {} : { usage }),
    ended,
    exitCode,
    signal,
    stderr: notStarted ?? stderr,
    ...(outOfMemory && { outOfMemory }),
    ...(leftBehind && { leftBehind }),
  };
}

function nodeWords({ nodePath = process.execPath, heapMb }: LaunchOptions): string[] {
  // The option holds for the host's threads too, and processes that it forks take it over.
  const heap = heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`];
  return [nodePath, ...heap, packagePaths.hostProcess];
}

/** Sends the request and hears the host out. What a host has said before it dies on the way counts. */
async function converse(
  host: Conversation,
  request: Request | AboutRequest,
  onWorked: () => void | Promise<void>,
  onReply: (reply: Reply) => void,
): Promise<void> {
  try {
    const replies = host.getEachMessage();
    await host.sendMessage(request);
    for await (const reply of replies) {
      if (reply.kind !== "worked" || reply.failures !== undefined) onReply(reply);
      if (reply.kind === "worked") {
        await onWorked();
        await host.sendMessage({ kind: "close" } satisfies CloseRequest);
      }
    }
  } catch (error) {
    // The channel breaks when the host dies or is ended; how it ended says more than the broken channel does.
    if (error instanceof TypeError) throw error;
  }
}
