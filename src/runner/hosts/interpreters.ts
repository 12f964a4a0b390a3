import type { HostAbout } from "../../trial/messages.js";
import { UserError } from "../../user-error.js";
import { measuredEnvironment } from "../processes/environment.js";
import { launchHost } from "../processes/launch-host.js";
import { openGuardedFolder, type Watchdog } from "../processes/watchdog.js";
import { languages, type Runtime } from "./index.js";

const LONGEST_MS = 10_000;

/** A program that runs the trials of a runtime, as its host described it. */
export interface Interpreter extends Omit<HostAbout, "kind"> {
  runtime: Runtime;
  /** The host, compiled for this program; absent: its source is started. */
  compiled?: string;
}

/**
 * Asks the programs at these paths, or where none is given the first one in PATH, for what they are. Throws a UserError
 * where one cannot run the host, or two are of one version.
 */
export async function findInterpreters(runtime: Runtime, given?: readonly string[]): Promise<Interpreter[]> {
  const { folder: _, watchdog, close } = await openGuardedFolder();
  try {
    if (given === undefined) return [await firstOf(runtime, watchdog)];
    const found: Interpreter[] = [];
    for (const program of given) {
      const asked = await ask(runtime, program, watchdog);
      if ("fault" in asked) throw new UserError(`--interpreter has ${program}, ${asked.fault}`);
      const other = found.findIndex(({ version }) => version === asked.version);
      if (other >= 0) {
        throw new UserError(
          `--interpreter has two programs of version ${asked.version}, ${given[other]} and ${program}: give one of them`,
        );
      }
      found.push(asked);
    }
    return found;
  } finally {
    await close();
  }
}

async function firstOf(runtime: Runtime, watchdog: Watchdog): Promise<Interpreter> {
  const { title, programs, oldest, remedy } = languages[runtime];
  const faults: string[] = [];
  for (const program of programs) {
    const asked = await ask(runtime, program, watchdog);
    if (!("fault" in asked)) return asked;
    faults.push(`${program}, ${asked.fault}`);
  }
  throw new UserError(`there is no ${title} ${oldest.join(".")} or later here (${faults.join("; ")}): ${remedy}`);
}

async function ask(runtime: Runtime, program: string, watchdog: Watchdog): Promise<Interpreter | { fault: string }> {
  const { title, oldest, words } = languages[runtime];
  const { reply, stderr, exitCode } = await launchHost(
    { kind: "about" },
    {
      hostWords: words(program),
      environment: measuredEnvironment(process.env, true),
      timeoutMs: LONGEST_MS,
      watchdog,
      stop: new AbortController().signal,
    },
  );
  const needed = `${title} ${oldest.join(".")} or later`;
  if (reply?.kind !== "about") {
    if (/ENOENT/.test(stderr)) return { fault: "which is not there" };
    const words = stderr.trim().split("\n").at(-1);
    return { fault: `which is not ${needed}: it ended with exit code ${exitCode}${words && ` (${words})`}` };
  }
  const { kind: _, ...about } = reply;
  const [major = 0, minor = 0] = about.version.split(".").map((part) => Number.parseInt(part, 10));
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    return { fault: `which is ${title} ${about.version}: trials need ${oldest.join(".")} or later` };
  }
  return { ...about, runtime };
}
