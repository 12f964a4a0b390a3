import { redisUrl } from "../../app/redis-url.js";
import { UserError } from "../../user-error.js";
import { plural } from "../../words/number.js";
import { wholeNumber } from "../arguments.js";
import { command, type Io, jsonOption, option, type Result } from "../command.js";
import { redisOption } from "../options/recording-flags.js";

import { textTable } from "../print/table.js";

const MOST_SLOTS = 1_024;

export const worker = command({
  name: "worker",
  args: "",
  summary: "Work for the strategy queue from this machine, or list the machines that do",
  options: [
    redisOption,
    option("--slots <n>", "How many jobs at once (default: as many as this machine has cores)"),
    option("--list", "List the machines of the queue instead, with their slots and versions"),
    jsonOption,
  ],
  examples: [
    "worker --redis redis://head:6379",
    "worker --redis redis://head:6379 --slots 2",
    "worker --list --redis redis://head:6379",
  ],
  async run({ options }, io) {
    const url = redisUrl(options.redis, io.env);
    if (url === undefined) throw new UserError("there is no Redis: give --redis redis://host:6379, or SCALEBOOK_REDIS");
    return options.list ? list(url) : work(url, options.slots, io);
  },
});

async function work(url: string, given: string | undefined, io: Io): Promise<Result> {
  const [{ availableParallelism }, { HostLoop }, { queueLibraries, shownUrl }, { programHash, toolVersion }] =
    await Promise.all([
      import("node:os"),
      import("../../strategies/queue/host.js"),
      import("../../strategies/queue/redis.js"),
      import("../../app/tool-version.js"),
    ]);
  const slots = given === undefined ? availableParallelism() : wholeNumber(given, "--slots", 1, MOST_SLOTS);
  const stopped = new Promise<void>((resolve) => {
    const stop = io.onInterrupt(() => {
      stop();
      resolve();
    });
  });
  const host = await HostLoop.start(await queueLibraries(), {
    ...{ url, slots, version: toolVersion(), program: programHash(), modules: new Map<string, string>() },
    onEvent: (text) => io.err(`${text}\n`),
  });
  io.err(`Working with ${plural(slots, "slot")} for ${shownUrl(url)}; Ctrl-C ends it\n`);
  await stopped;
  await host.close();
  return {};
}

async function list(url: string): Promise<Result> {
  const [{ connected, queueLibraries }, { hostsOf }] = await Promise.all([
    import("../../strategies/queue/redis.js"),
    import("../../strategies/queue/hosts.js"),
  ]);
  const redis = await connected(await queueLibraries(), url);
  const hosts = await hostsOf(redis).finally(() => redis.disconnect());
  return {
    json: hosts,
    text: (columns) =>
      hosts.length === 0
        ? "No machine works for this queue: start `scalebook worker` on some\n"
        : textTable(
            [
              { head: "machine", names: true },
              { head: "slots", figures: true },
              { head: "in use", figures: true },
              { head: "Node" },
              { head: "Scalebook" },
            ],
            hosts.map(({ name, slots, busy, node, version, program }) => [
              name,
              String(slots),
              String(busy),
              node,
              `${version} (${program.slice(0, 12)})`,
            ]),
            columns,
          ),
  };
}
