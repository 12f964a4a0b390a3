import * as nodeFs from "node:fs";
import type { SyncFileSystem } from "./file-system.js";

const BOOT_ID = "/proc/sys/kernel/random/boot_id";

/**
 * What tells one start of the system from another; `null` where it does not say. What was written and not synced is sure to be
 * as it was written until the next start only.
 */
export function bootId(fs: Pick<SyncFileSystem, "readFileSync"> = nodeFs): string | null {
  try {
    return fs.readFileSync(BOOT_ID, "utf8").trim();
  } catch {
    return null;
  }
}
