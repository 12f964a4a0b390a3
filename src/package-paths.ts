import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the package: the nearest above this file that has a `package.json`. Compiled files lie at several depths. */
const root = folderOfPackage(dirname(fileURLToPath(import.meta.url)));
const compiled = join(root, ".build");

/** Files of the package that are opened or started by their path rather than imported. All paths are absolute. */
export const packagePaths = {
  root,
  manifest: join(root, "package.json"),
  templates: join(root, "templates"),
  /** Fingerprint of the compiled program; changes with every state of the source. */
  programHash: join(compiled, "program-hash"),
  schemas: join(compiled, "schemas"),
  explorerScript: join(compiled, "assets", "explore.js"),
  precompiledTemplates: join(compiled, "assets", "templates.js"),
  /** Entry point of the process that one trial runs in. */
  hostProcess: join(compiled, "trial", "host.js"),
  /** What runs the jobs of a queue. */
  queueJob: join(compiled, "strategies", "workers", "queue-entry.js"),
  /** The host in Python. */
  pythonHost: join(compiled, "trial", "python", "host.py"),
  /** Entry point of the process that times a task without any strategy. */
  handTimedProcess: join(compiled, "trial", "by-hand.js"),
  watchdogProcess: join(compiled, "runner", "processes", "watchdog-process.js"),
  /** Text that is handed to the Node of another machine. */
  greeter: join(compiled, "remote", "greeter.js"),
  workerThread: join(compiled, "report", "site", "worker-thread.js"),
} as const;

function folderOfPackage(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error("no package.json above the installed files of Scalebook");
  return folderOfPackage(above);
}
