import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "../record/files/make-folder.js";
import { identityPath } from "../runner/machine/machine-identity.js";

/**
 * The folder that has the identity of the machine of this name. Homes are often shared, and with them the identity that is kept
 * there: the first machine that records an order has it, each other one has its own.
 *
 * @param kept folder for what is ours on this machine
 */
export function identityFolder(kept: string, name: string, env = process.env): string {
  const folder = dirname(identityPath(env));
  const claim = join(folder, "recorded-on");
  try {
    makeFolder(folder);
    writeFileSync(claim, name, { flag: "wx" });
    return folder;
  } catch {
    // Somebody was first, or nothing can be written there.
  }
  try {
    if (readFileSync(claim, "utf8") === name) return folder;
  } catch {
    return folder;
  }
  return join(kept, "machines", name);
}
