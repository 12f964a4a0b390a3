import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { packagePaths } from "../package-paths.js";
import { UserError } from "../user-error.js";
import type { Machine } from "./carry-over.js";
import { messagesIn } from "./heard.js";
import type { FromMachine } from "./messages.js";

/** Exit codes by which ssh and a shell say that the program did not run. */
const [SSH_FAILED, NOT_FOUND] = [255, 127];
/** How long the other end has to finish when nothing more is said. */
const CLOSE_MS = 10_000;
/** The other end says every ten seconds that it is there; where it says nothing for so long it hangs, or its shell waits for something. */
const LONGEST_SILENCE_MS = 60_000;
/** Lines of what was said on the way that a message takes. */
const KEPT_LINES = 5;
/** Nothing is asked; a machine that does not answer is given up, and a connection that is silent for 15 s. */
const OPTIONS = ["BatchMode=yes", "ConnectTimeout=10", "ServerAliveInterval=5", "ServerAliveCountMax=3"];
const PASSWORD = /Permission denied|Too many authentication failures/;
const KEY_ADVICE = " (nothing is asked here, no password either: log in there with a key, such as by ssh-copy-id)";
const HOST = /^((?:[\w.-]+@)?[\w.-]+)(?::(\d+))?$/;

/** The hosts of a list such as `a,b,user@c:2222`. Throws a UserError for one that is no host, or is named twice. */
export function parseHosts(list: string): string[] {
  const hosts = list.split(",").map((host) => host.trim());
  const wrong = hosts.find((host) => !HOST.test(host) || host.startsWith("-"));
  if (wrong !== undefined) {
    throw new UserError(`--hosts has "${wrong}": give host names as ssh takes them, such as a,b,user@c or user@d:2222`);
  }
  const twice = hosts.find((host, at) => hosts.indexOf(host) !== at);
  if (twice === undefined) return hosts;
  throw new UserError(`--hosts names ${twice} twice: two studies at once on one machine disturb each other`);
}

/**
 * Connects by the OpenSSH client, and starts our greeter in the other machine's Node.
 *
 * @param ssh the client, with options of its own
 * @param node how Node is started there
 * @param silenceMs how long it may say nothing
 */
export async function connect(
  host: string,
  ssh: readonly string[],
  node: string,
  silenceMs = LONGEST_SILENCE_MS,
): Promise<Machine> {
  const [, name = host, port] = HOST.exec(host) ?? [];
  const options = [...OPTIONS.flatMap((one) => ["-o", one]), ...(port ? ["-p", port] : [])];
  return talkTo([...ssh, "-T", ...options, name, `${node} -e "${await greeting()}"`], node, silenceMs);
}

/** Starts our greeter in a process of this machine: what it keeps may be on a disk that others share. */
export async function connectHere(): Promise<Machine> {
  return talkTo([process.execPath, "-e", await greeting()], process.execPath);
}

function talkTo([program = "", ...args]: readonly string[], node: string, silenceMs = LONGEST_SILENCE_MS): Machine {
  // A group of its own: Ctrl-C in a terminal would end the connection, and with it the recording.
  const child = spawn(program, args, { stdio: "pipe", detached: true });
  const said: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    said.push(...chunk.split("\n").filter((line) => line.trim() !== ""));
    said.splice(0, said.length - KEPT_LINES);
  });
  child.stdin.on("error", () => undefined);
  let isGreeted = false;
  let isSilent = false;
  // With what it started, such as a proxy: its output stays open otherwise.
  const abandon = () => endGroup(child);
  const ended = new Promise<{ code: number | null; error?: Error }>((resolve) => {
    child.on("error", (error) => resolve({ code: null, error }));
    child.on("close", (code) => resolve({ code }));
  });
  /** The next message, where one comes in time; whoever listens to nobody is not waiting. */
  const inTime = (message: Promise<IteratorResult<FromMachine>>) => {
    const silence = setTimeout(() => {
      isSilent = true;
      abandon();
    }, silenceMs);
    return message.finally(() => clearTimeout(silence));
  };
  return {
    say: (message) => void child.stdin.write(`${JSON.stringify(message)}\n`),
    async *messages() {
      const heard = messagesIn(child.stdout);
      for (let next = await inTime(heard.next()); !next.done; next = await inTime(heard.next())) {
        isGreeted = true;
        if (next.value.kind !== "here") yield next.value;
      }
      const { code, error } = await ended;
      const words = said.join("; ").replace(/\.$/, "");
      const problem = isSilent
        ? silentWords({ isGreeted, silenceMs, attempt: `ssh ${args.at(-2)} ${node} --version`, words })
        : endedWords({ code, error, isGreeted, program, node, words });
      if (problem !== null) throw new UserError(problem);
    },
    close() {
      child.stdin.end();
      setTimeout(abandon, CLOSE_MS).unref();
    },
    abandon,
  };
}

function silentWords(seen: { isGreeted: boolean; silenceMs: number; attempt: string; words: string }): string {
  const { isGreeted, silenceMs, attempt, words } = seen;
  if (isGreeted) return `the connection broke: it said nothing for ${silenceMs / 1_000} s`;
  return `it did not answer in ${silenceMs / 1_000} s: see that \`${attempt}\` does (${words || "nothing was said"})`;
}

/** Why a connection ended; `null` where it ended as it should. */
function endedWords(end: {
  code: number | null;
  error: Error | undefined;
  isGreeted: boolean;
  program: string;
  node: string;
  words: string;
}): string | null {
  const { code, error, isGreeted, program, node, words } = end;
  if (error !== undefined) return `${program} cannot be started: ${error.message}`;
  if (code === SSH_FAILED) {
    const what = isGreeted ? "the connection broke" : "no connection";
    return `${what}: ${words || "ssh says nothing about it"}${PASSWORD.test(words) ? KEY_ADVICE : ""}`;
  }
  if (code === NOT_FOUND) {
    return `its PATH has no ${node} for a login without a terminal: say where it is with --hosts-node (${words})`;
  }
  return code === 0 ? null : words || `it ended with exit code ${code}`;
}

function endGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid);
  } catch {
    // It has just ended.
  }
}

/** Code that any shell takes within double quotes, and any Node: an old one says its version, which is all that is asked of it. */
async function greeting(): Promise<string> {
  const text = await readFile(packagePaths.greeter);
  const hello = "console.log(JSON.stringify({kind:'hello',node:process.version}))";
  const url = `'data:text/javascript;base64,${text.toString("base64")}'`;
  return `parseInt(process.versions.node)<20?${hello}:import(${url})`;
}
