import { redisUrl } from "../../app/redis-url.js";
import { UserError } from "../../user-error.js";
import { plural, whole } from "../../words/number.js";
import { wholeNumber } from "../arguments.js";
import { command, type Io, jsonOption, option, type Result } from "../command.js";
import { redisOption } from "../options/recording-flags.js";
import type { Column } from "../print/table.js";

const MOST_SLOTS = 1_024;

export const worker = command({
  name: "worker",
  args: "",
  summary: "Do jobs of the strategy queue on this machine until Ctrl-C, or list the machines that do",
  options: [
    redisOption,
    option("--slots <n>", "How many jobs at once (default: as many as this machine has cores)"),
    option("--module <file>...", "A module that jobs may name, by the hash of its files; a job never brings code"),
    option("--list", "List the machines of the queue instead, with slots, jobs and versions"),
    jsonOption,
  ],
  examples: [
    "worker --redis redis://head:6379",
    "worker --redis redis://head:6379 --slots 2",
    "worker --redis redis://head:6379 --module ./task.mjs",
    "worker --list --redis redis://head:6379",
  ],
  async run({ options }, io) {
    const url = redisUrl(options.redis, io.env);
    if (url === undefined) throw new UserError("there is no Redis: give --redis redis://host:6379, or SCALEBOOK_REDIS");
    return options.list ? list(url) : work(url, options, io);
  },
});

async function work(
  url: string,
  given: { slots: string | undefined; module: readonly string[] | undefined },
  io: Io,
): Promise<Result> {
  const [
    { availableParallelism },
    { HostLoop },
    { queueLibraries, shownUrl },
    { programHash, toolVersion },
    { openGuardedFolder },
    { marked },
  ] = await Promise.all([
    import("node:os"),
    import("../../strategies/queue/host.js"),
    import("../../strategies/queue/redis.js"),
    import("../../app/tool-version.js"),
    import("../../runner/processes/watchdog.js"),
    import("../../runner/processes/left-behind.js"),
  ]);
  const slots = given.slots === undefined ? availableParallelism() : wholeNumber(given.slots, "--slots", 1, MOST_SLOTS);
  const modules = await modulesOf(given.module ?? []);
  const stopped = new Promise<void>((resolve) => {
    const stop = io.onInterrupt(() => {
      stop();
      resolve();
    });
  });
  // Should this process be killed, the watchdog ends those of its jobs.
  const guarded = await openGuardedFolder();
  const host = await HostLoop.start(await queueLibraries(), {
    ...{ url, slots, version: toolVersion(), program: programHash(), modules, folder: guarded.folder },
    mark: marked({}, guarded.folder),
    endMarked: () => void guarded.watchdog.endLeftBehind?.(),
    onEvent: (text) => io.err(`${text}\n`),
  });
  const also = modules.size === 0 ? "" : `, ${plural(modules.size, "module")}`;
  io.err(`Working for ${shownUrl(url)} with ${plural(slots, "slot")}${also}; Ctrl-C ends it\n`);
  await stopped;
  const jobs = await host.close();
  await guarded.close();
  io.err(`${endedWords(jobs)}\n`);
  return {};
}

/** What is said at the end, of jobs that were given back. */
export function endedWords(jobs: number): string {
  if (jobs === 0) return "Ended";
  return jobs === 1
    ? "Ended; the job in work is in the queue again"
    : `Ended; the ${whole(jobs)} jobs in work are in the queue again`;
}

/** The URLs of modules by the hashes of their files. */
async function modulesOf(paths: readonly string[]): Promise<Map<string, string>> {
  if (paths.length === 0) return new Map();
  const [{ resolve }, { pathToFileURL }, { moduleHash }] = await Promise.all([
    import("node:path"),
    import("node:url"),
    import("../../app/module-hash.js"),
  ]);
  const modules = new Map<string, string>();
  for (const path of paths) {
    const hash = await moduleHash(resolve(path)).catch(({ code }: NodeJS.ErrnoException) => {
      throw new UserError(
        `--module ${path} cannot be read (${code}): give the path of a module that exports task(input)`,
      );
    });
    modules.set(hash, pathToFileURL(resolve(path)).href);
  }
  return modules;
}

async function list(url: string): Promise<Result> {
  const [{ answered, connected, queueLibraries }, { hostsOf, queuesOf }] = await Promise.all([
    import("../../strategies/queue/redis.js"),
    import("../../strategies/queue/hosts.js"),
  ]);
  const redis = await connected(await queueLibraries(), url);
  const [hosts, queues] = await answered(url, Promise.all([hostsOf(redis), queuesOf(redis)])).finally(() =>
    redis.disconnect(),
  );
  return {
    json: { hosts, queues },
    async text(columns) {
      const { textTable } = await import("../print/table.js");
      const tableOf: TableOf = (heads, rows) => textTable(heads, rows, columns);
      return [hosts.length === 0 ? NOBODY : hostText(hosts, tableOf), queueText(queues, tableOf)];
    },
  };
}

const NOBODY = "No machine works for this queue: start `scalebook worker` on those that are to help\n";

type Lists = typeof import("../../strategies/queue/hosts.js");
type TableOf = (heads: readonly Column[], rows: readonly string[][]) => string;

function hostText(hosts: Awaited<ReturnType<Lists["hostsOf"]>>, tableOf: TableOf): string {
  const hasModules = hosts.some(({ modules }) => modules.length > 0);
  const rows = hosts.map(({ name, slots, busy, modules, node, version, program }) => [
    ...[name, whole(slots), whole(busy)],
    ...(hasModules ? [modules.map((hash) => hash.slice(0, 12)).join(" ")] : []),
    ...[node, `${version} (${program.slice(0, 12)})`],
  ]);
  const heads = [
    { head: "machine", names: true },
    { head: "slots", figures: true },
    { head: "in use", figures: true },
    ...(hasModules ? [{ head: "modules" }] : []),
    { head: "Node" },
    { head: "Scalebook" },
  ];
  return tableOf(heads, rows);
}

/** The queue of each trial that goes on. */
function queueText(queues: Awaited<ReturnType<Lists["queuesOf"]>>, tableOf: TableOf): string {
  if (queues.length === 0) return "\nNo job is in the queue\n";
  const rows = queues.map(({ trial, waiting, active, done }) => [trial, whole(waiting), whole(active), whole(done)]);
  const heads = ["waiting", "in work", "done"].map((head) => ({ head, figures: true }));
  return `\n${tableOf([{ head: "jobs of trial" }, ...heads], rows)}`;
}
