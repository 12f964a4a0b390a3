import type { Reply } from "../../trial/messages.js";
import { UserError } from "../../user-error.js";
import { languages, moduleName } from "../hosts/index.js";
import { measuredEnvironment } from "../processes/environment.js";
import { type HostEnd, type LaunchOptions, launchHost } from "../processes/launch-host.js";
import { marked } from "../processes/left-behind.js";
import { openGuardedFolder } from "../processes/watchdog.js";
import { deathOf } from "./failure.js";

/**
 * Describes a user's module. A host of its own loads the module, as the runner loads nothing that it measures. Throws a
 * UserError where the module cannot be loaded, or its exports are not as they should be.
 *
 * @param path as the user wrote it, for messages
 */
export async function describeModule(
  { path, url, sizes, seed }: { path: string; url: string; sizes: readonly number[]; seed: number },
  options: Pick<LaunchOptions, "timeoutMs" | "stop" | "nodePath" | "hostWords" | "folder">,
): Promise<Extract<Reply, { kind: "described" }>> {
  const { folder, watchdog, close } = await openGuardedFolder();
  try {
    const environment = marked(measuredEnvironment(process.env, true), folder);
    const request = { kind: "describe", workload: url, sizes, seed, scratch: folder, prepared: folder } as const;
    const launched = await launchHost(request, { environment, watchdog, ...options });
    if (launched.reply?.kind === "described") return launched.reply;
    throw new UserError(`${path} cannot be used: ${faultOf(launched, path, options.timeoutMs)}`);
  } finally {
    await close();
  }
}

/** A file with imports and exports in a package of CommonJS modules is the slip that nearly everybody makes. */
function withAdvice(message: string): string {
  if (!/Unexpected token 'export'|import statement outside a module/.test(message)) return message;
  return `${message}: its package.json says CommonJS; name the file .mjs (or .mts), or say "type": "module" there`;
}

function faultOf(launched: HostEnd, path: string, timeoutMs: number): string {
  const { reply, ended } = launched;
  if (reply?.kind === "failed") return withAdvice(reply.message);
  if (ended === "timeout") {
    const { runtime } = moduleName(path);
    const advice = runtime === undefined ? "it may wait for something that never comes" : languages[runtime].slowToLoad;
    return `it did not finish loading within ${timeoutMs / 1_000} s (--timeout): ${advice}`;
  }
  return deathOf(launched).detail ?? "it could not be loaded";
}
