import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { TrialReport } from "../../../src/trial/messages.js";

/** What a host said and how it ended. */
export interface Talk {
  /** All replies but `worked`. */
  replies: Record<string, unknown>[];
  /** How often it said `worked`. */
  worked: number;
  exitCode: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
  pid: number;
}

/** A command line that starts a host in any language. */
export type HostCommand = readonly [string, ...string[]];

export interface TalkOptions {
  env?: Record<string, string>;
  /** Instead of the answer to `worked`, the pipe of requests ends. */
  hangUp?: boolean;
}

/** Hosts that run at once: a machine of two cores is still to show that tasks overlap. */
const MOST_AT_ONCE = 2;
const waiting: (() => void)[] = [];
let running = 0;

/**
 * Starts a host, sends it one line, and hears it out by version 1 of the host protocol: requests on file descriptor 3,
 * replies on 4, one JSON message a line.
 */
export async function talk(command: HostCommand, request: unknown, options: TalkOptions = {}): Promise<Talk> {
  if (running >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    return await converse(command, request, options);
  } finally {
    running--;
    waiting.shift()?.();
  }
}

async function converse([program, ...args]: HostCommand, request: unknown, options: TalkOptions): Promise<Talk> {
  const host = spawn(program, args, {
    env: { PATH: process.env.PATH, ...options.env },
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
    detached: true,
  });
  const [, , , requests, answers] = host.stdio as unknown as [null, Readable, Readable, Writable, Readable];
  const heard: Talk = {
    replies: [],
    worked: 0,
    exitCode: null,
    signal: null,
    stdout: "",
    stderr: "",
    pid: host.pid as number,
  };
  host.stdout?.setEncoding("utf8").on("data", (text: string) => {
    heard.stdout += text;
  });
  host.stderr?.setEncoding("utf8").on("data", (text: string) => {
    heard.stderr += text;
  });
  // The host may be gone before it has read.
  requests.on("error", () => {});
  requests.write(`${typeof request === "string" ? request : JSON.stringify(request)}\n`);
  createInterface({ input: answers }).on("line", (line) => {
    const reply = JSON.parse(line) as Record<string, unknown>;
    if (reply.kind !== "worked") heard.replies.push(reply);
    else {
      heard.worked++;
      if (options.hangUp === true) requests.end();
      else requests.write('{"kind":"close"}\n');
    }
  });
  [heard.exitCode, heard.signal] = await new Promise<[number | null, string | null]>((resolve) => {
    host.once("close", (...end) => resolve(end));
  });
  return heard;
}

/** The report of a trial; throws what the host said instead. */
export function reportOf({ replies, stderr }: Talk): TrialReport {
  const [reply] = replies;
  if (reply?.kind !== "report") throw new Error(`no report: ${JSON.stringify(reply)} ${stderr}`);
  return reply.report as TrialReport;
}

/** Living processes of a group, zombies aside; they are given a moment to end. */
export async function leftOf(group: number): Promise<string[]> {
  let left: string[] = [];
  for (let attempt = 0; attempt < 40; attempt++) {
    left = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && groupOf(name) === group);
    if (left.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return left;
}

function groupOf(pid: string): number | null {
  try {
    const [state, , group] = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
    return state === "Z" ? null : Number(group);
  } catch {
    return null;
  }
}
