import type { Redis } from "ioredis";
import { hostKey, PREFIX, type QueueHost, said } from "./names.js";

/** The hosts that are there, by name. */
export async function hostsOf(redis: Redis): Promise<QueueHost[]> {
  const keys = await keysOf(redis, hostKey("*"));
  if (keys.length === 0) return [];
  const texts = await redis.mget(...keys);
  const hosts = texts.flatMap((text) => (text === null ? [] : (said<QueueHost>(text) ?? [])));
  return hosts.sort((a, b) => (a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1));
}

/** The jobs of a trial, by what became of them. */
export interface QueueState {
  trial: string;
  waiting: number;
  active: number;
  done: number;
}

/** The queues of trials that go on, or whose callers died within them. */
export async function queuesOf(redis: Redis): Promise<QueueState[]> {
  const bases = (await keysOf(redis, `${PREFIX}:*:meta`)).map((key) => key.slice(0, -":meta".length));
  return Promise.all(
    bases.map(async (base) => {
      const [waiting, active, ...ended] = await Promise.all([
        redis.llen(`${base}:wait`),
        redis.llen(`${base}:active`),
        redis.zcard(`${base}:completed`),
        redis.zcard(`${base}:failed`),
      ]);
      return { trial: base.slice(PREFIX.length + 1), waiting, active, done: sumOf(ended) };
    }),
  );
}

async function keysOf(redis: Redis, pattern: string): Promise<string[]> {
  const keys = new Set<string>();
  let cursor = "0";
  do {
    const [next, found] = await redis.scan(cursor, "MATCH", pattern, "COUNT", 1_000);
    cursor = next;
    for (const key of found) keys.add(key);
  } while (cursor !== "0");
  return [...keys].sort();
}

/** What a trial needs of a host. */
export interface Wanted {
  program: string;
  nodeMajor: string;
  /** Hash of the module; absent for built-in work. */
  module?: string;
}

/** Why a host is of no use to a trial; `null` where it is. */
export function unfit(host: QueueHost, { program, nodeMajor, module }: Wanted): string | null {
  if (host.program !== program) {
    return `${host.name} has another Scalebook: ${host.version} (${host.program.slice(0, 12)}), and here it is ${program.slice(0, 12)}`;
  }
  if (majorOf(host.node) !== nodeMajor) return `${host.name} has Node ${host.node}, and here it is ${nodeMajor}`;
  if (module !== undefined && !host.modules.includes(module)) {
    return `${host.name} does not have the module (${module.slice(0, 12)}): start it with \`scalebook worker --module ./task.mjs\``;
  }
  return null;
}

/** "20" of "v20.20.2". */
export function majorOf(version: string): string {
  return version.replace(/^v/, "").split(".")[0] ?? "";
}

/**
 * How many slots each host gives of those that no other trial has, by id: one host after the other is used up, so that few machines
 * are in play where few slots are asked for. Fewer than `slots` in all where there are no more.
 */
export function allotted(hosts: readonly QueueHost[], slots: number): Record<string, number> {
  const given: Record<string, number> = {};
  let left = slots;
  for (const { id, slots: all, busy } of hosts) {
    const part = Math.min(Math.max(0, all - busy), left);
    if (part === 0) continue;
    given[id] = part;
    left -= part;
  }
  return given;
}

/**
 * Why these hosts cannot give so many slots, and what to do; `null` where they can.
 *
 * @param held slots that other hosts give already
 */
export function tooFew(hosts: readonly QueueHost[], wanted: Wanted, slots: number, held = 0): string | null {
  const judged = hosts.map((host) => ({ host, why: unfit(host, wanted) }));
  const fit = judged.flatMap(({ host, why }) => (why === null ? [host] : []));
  const found = held + sumOf(Object.values(allotted(fit, slots - held)));
  if (found >= slots) return null;
  if (hosts.length === 0 && held === 0)
    return "no machine works for the queue: start `scalebook worker` on those that are to help";
  const others = sumOf(fit.map(({ busy }) => busy));
  const reasons = judged.flatMap(({ why }) => why ?? []);
  if (others > 0) reasons.push(`${others} of ${sumOf(fit.map((host) => host.slots))} are in use by another trial`);
  const more = reasons.length === 0 ? "" : `; ${reasons.join("; ")}`;
  return `the queue has ${found} of the ${slots} slots that ${slots} workers need${more}: start \`scalebook worker\` on more machines, or with more --slots`;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
