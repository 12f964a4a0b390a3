import { setTimeout as pause } from "node:timers/promises";
import type { Redis } from "ioredis";
import { nowMs } from "../run-task.js";
import { type ClockOffset, type ClockReading, clockOffset } from "./clock.js";
import { allotted, hostsOf, tooFew, unfit, type Wanted } from "./hosts.js";
import {
  ALIVE_MS,
  GONE_MS,
  HOSTS_CHANNEL,
  NO_HOST_MS,
  NO_REDIS_MS,
  type QueueHost,
  said,
  type ToHosts,
  type ToTrial,
  trialChannel,
  trialKey,
} from "./names.js";
import { inTime } from "./redis.js";

/** What a trial asks of hosts. */
export interface Asked {
  trial: string;
  slots: number;
  env: Record<string, string>;
  wanted: Wanted;
}

/** How often a host that has not answered is asked again, and how long it has for it. */
const [ASK_MS, LONGEST_ANSWER_MS] = [250, 12_000];
/** A host that has not answered for so long is left where another has slots. */
const SILENT_MS = 1_000;
const CLOCK_READINGS = 15;
const LONGEST_READING_MS = 1_000;

/** The hosts that work for a trial: asked, kept, and replaced where one goes away. */
export class Allotment {
  /** Hosts that have worked for it, in the order in which they came, by id. */
  readonly hosts = new Map<string, QueueHost>();
  readonly #redis: Redis;
  readonly #listener: Redis;
  readonly #asked: Asked;
  #slots: Record<string, number> = {};
  #live: readonly string[] = [];
  readonly #opened = new Set<string>();
  readonly #closed = new Set<string>();
  readonly #clocks = new Map<string, (atMs: number) => void>();
  /** When each host was first asked, and what its answer said of its clock. */
  readonly #askedMs = new Map<string, number>();
  readonly #firstReadings = new Map<string, ClockReading>();
  #alive: NodeJS.Timeout | undefined;
  #isKeeping = false;
  /** Times at which Redis answered, and had a host that is of use. */
  #answeredMs = nowMs();
  #hostMs = nowMs();
  /** Until then no host is given up. */
  #patientMs = Number.NEGATIVE_INFINITY;
  /** Others have slots of hosts that would do. */
  #isFull = false;

  constructor(redis: Redis, listener: Redis, asked: Asked) {
    this.#redis = redis;
    redis.on("ready", () => {
      this.#patientMs = nowMs() + GONE_MS;
    });
    this.#listener = listener;
    this.#asked = asked;
  }

  /** Waits until enough hosts have opened. Throws an error that says what is missing. */
  async open(): Promise<void> {
    await this.#listener.subscribe(trialChannel(this.#asked.trial));
    this.#listener.on("message", (_channel, text) => this.#hear(said<ToTrial>(text)));
    const startMs = nowMs();
    let why: string | null = null;
    for (let askedMs = Number.NEGATIVE_INFINITY; ; await pause(1)) {
      if (nowMs() - askedMs > ASK_MS) {
        // Each time anew: a host that was killed counts as there for a while, and slots of a trial that died as taken.
        why = await this.#allot();
        await this.#sayAlive();
        void this.#ask().catch(() => undefined);
        askedMs = nowMs();
      }
      if (why === null && this.#isOpen()) break;
      // What is not there, and not taken by others either, will not come.
      const longestMs = why === null || this.#isFull ? LONGEST_ANSWER_MS : 2 * ALIVE_MS;
      if (nowMs() - startMs > longestMs) {
        throw new Error(why ?? `${this.#missing()} did not answer in ${LONGEST_ANSWER_MS / 1_000} s`);
      }
    }
    this.#alive = setInterval(() => void this.#keep().catch(() => undefined), ALIVE_MS);
  }

  /** Whether Redis has not answered for so long that the trial ends. */
  get isRedisAway(): boolean {
    return nowMs() - this.#answeredMs > NO_REDIS_MS;
  }

  /** Why it cannot go on; `null` where it can. */
  get fault(): string | null {
    if (this.isRedisAway) return `Redis has not answered for ${NO_REDIS_MS / 1_000} s`;
    // While Redis is away nobody knows of hosts.
    if (nowMs() - this.#answeredMs > GONE_MS || nowMs() - this.#hostMs < NO_HOST_MS) return null;
    return `no machine has worked for the queue for ${NO_HOST_MS / 1_000} s`;
  }

  /** The clocks of the hosts against this one, by id; of a host that is gone by the answer that it gave at first. */
  async clocks(): Promise<Map<string, ClockOffset>> {
    const offsets = new Map<string, ClockOffset>();
    const live = this.isRedisAway ? [] : this.#live;
    for (const host of this.hosts.keys()) {
      const first = this.#firstReadings.get(host);
      const readings: ClockReading[] = first === undefined ? [] : [first];
      for (let number = 0; number < CLOCK_READINGS && live.includes(host); number += 1) {
        const reading = await this.#readClock(host, number);
        if (reading === null) break;
        readings.push(reading);
      }
      const offset = clockOffset(readings);
      if (offset !== null) offsets.set(host, offset);
    }
    return offsets;
  }

  /** Ends the work of the hosts, and waits until those that are there have ended it. */
  async close(): Promise<void> {
    clearInterval(this.#alive);
    const startMs = nowMs();
    await this.#say({ kind: "close", trial: this.#asked.trial });
    await this.#redis.del(trialKey(this.#asked.trial));
    const live = new Set((await hostsOf(this.#redis)).map(({ id }) => id));
    const awaited = Object.keys(this.#slots).filter((id) => live.has(id));
    while (awaited.some((id) => !this.#closed.has(id)) && nowMs() - startMs < GONE_MS) await pause(1);
  }

  #isOpen(): boolean {
    return Object.keys(this.#slots).every((id) => this.#opened.has(id));
  }

  /** Finds slots for as many as are missing; says why where there are too few. */
  async #allot(): Promise<string | null> {
    const { wanted, slots, trial } = this.#asked;
    const all = await hostsOf(this.#redis);
    const fit = all.filter((host) => unfit(host, wanted) === null);
    this.#note(fit);
    const isPatient = nowMs() < this.#patientMs;
    const isBegun = this.#alive !== undefined;
    const isSilent = (id: string) =>
      !isBegun && !this.#opened.has(id) && nowMs() - (this.#askedMs.get(id) ?? nowMs()) > SILENT_MS;
    const isKept = (id: string) => (isPatient || this.#live.includes(id)) && !isSilent(id);
    const kept = Object.entries(this.#slots).filter(([id]) => isKept(id));
    const others = all.filter(({ id }) => !kept.some(([one]) => one === id));
    const held = kept.reduce((sum, [, count]) => sum + count, 0);
    // Who has not answered comes last: it may be gone, and stand in Redis for a while.
    const free = others
      .filter((host) => fit.includes(host))
      .toSorted((a, b) => Number(isSilent(a.id)) - Number(isSilent(b.id)));
    this.#slots = { ...Object.fromEntries(kept), ...allotted(free, slots - held) };
    for (const host of fit) if (this.#slots[host.id] !== undefined) this.hosts.set(host.id, host);
    // A host that did not hear of the trial for long has ended it.
    if (isBegun) for (const { id, trials } of fit) if (!trials.includes(trial)) this.#opened.delete(id);
    this.#isFull = free.some(({ busy }) => busy > 0);
    return tooFew(others, wanted, slots, held);
  }

  #note(fit: readonly QueueHost[]): void {
    const now = nowMs();
    // As where Redis was away: hosts will soon say again that they are there.
    if (now - this.#answeredMs > 2 * ALIVE_MS) this.#patientMs = now + GONE_MS;
    if (fit.length > 0 || now < this.#patientMs) this.#hostMs = now;
    this.#answeredMs = now;
    this.#live = fit.map(({ id }) => id);
  }

  async #keep(): Promise<void> {
    if (this.#isKeeping) return;
    this.#isKeeping = true;
    try {
      await this.#allot();
      await this.#sayAlive();
      if (!this.#isOpen()) await this.#ask();
    } finally {
      this.#isKeeping = false;
    }
  }

  async #sayAlive(): Promise<void> {
    await this.#redis.set(trialKey(this.#asked.trial), JSON.stringify(this.#slots), "PX", GONE_MS);
  }

  async #ask(): Promise<void> {
    const { trial, env } = this.#asked;
    for (const id of Object.keys(this.#slots)) if (!this.#askedMs.has(id)) this.#askedMs.set(id, nowMs());
    await this.#say({ kind: "open", trial, env, slots: this.#slots });
  }

  async #say(message: ToHosts): Promise<void> {
    await this.#redis.publish(HOSTS_CHANNEL, JSON.stringify(message));
  }

  #missing(): string {
    const silent = Object.keys(this.#slots).filter((id) => !this.#opened.has(id));
    return silent.map((id) => this.hosts.get(id)?.name ?? id).join(", ");
  }

  #hear(message: ToTrial | null): void {
    if (message === null) return;
    if (message.kind === "opened") this.#hearOpened(message);
    else if (message.kind === "closed") this.#closed.add(message.host);
    else if (message.kind === "clock") this.#clocks.get(`${message.host} ${message.number}`)?.(message.atMs);
  }

  /** The answer is a reading of the host's clock too, for one that is gone when clocks are read. */
  #hearOpened({ host, atMs }: Extract<ToTrial, { kind: "opened" }>): void {
    const sentMs = this.#askedMs.get(host);
    if (!this.#opened.has(host) && sentMs !== undefined) {
      this.#firstReadings.set(host, { sentMs, thereMs: atMs, arrivedMs: nowMs() });
    }
    this.#opened.add(host);
  }

  async #readClock(host: string, number: number): Promise<ClockReading | null> {
    const key = `${host} ${number}`;
    const answered = new Promise<ClockReading>((resolve) => {
      const sentMs = nowMs();
      this.#clocks.set(key, (thereMs) => resolve({ sentMs, thereMs, arrivedMs: nowMs() }));
    });
    // It waits for a Redis that is away, and nobody waits for it.
    void this.#say({ kind: "clock", trial: this.#asked.trial, host, number }).catch(() => undefined);
    const reading = await inTime(answered, LONGEST_READING_MS);
    this.#clocks.delete(key);
    return reading;
  }
}
