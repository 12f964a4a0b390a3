import { setTimeout as pause } from "node:timers/promises";
import type { Redis } from "ioredis";
import { nowMs } from "../run-task.js";
import { type ClockOffset, type ClockReading, clockOffset } from "./clock.js";
import { allotted, hostsOf, tooFew, unfit, type Wanted } from "./hosts.js";
import {
  ALIVE_MS,
  GONE_MS,
  HOSTS_CHANNEL,
  type QueueHost,
  type ToHosts,
  type ToTrial,
  trialChannel,
  trialKey,
} from "./names.js";

/** What a trial asks of hosts. */
export interface Asked {
  trial: string;
  slots: number;
  env: Record<string, string>;
  wanted: Wanted;
}

/** How often a host that has not answered is asked again, and how long it has for it. */
const [ASK_MS, LONGEST_ANSWER_MS] = [250, 10_000];
const CLOCK_READINGS = 15;
const LONGEST_READING_MS = 1_000;
/** Where no host is there for so long, the trial ends. */
const NO_HOST_MS = 30_000;

/** The hosts that work for a trial: asked, kept, and replaced where one goes away. */
export class Allotment {
  /** Hosts that have worked for it, in the order in which they came, by id. */
  readonly hosts = new Map<string, QueueHost>();
  readonly #redis: Redis;
  readonly #listener: Redis;
  readonly #asked: Asked;
  #slots: Record<string, number> = {};
  readonly #opened = new Set<string>();
  readonly #closed = new Set<string>();
  readonly #clocks = new Map<string, (atMs: number) => void>();
  /** When each host was first asked, and what its answer said of its clock. */
  readonly #askedMs = new Map<string, number>();
  readonly #firstReadings = new Map<string, ClockReading>();
  #alive: NodeJS.Timeout | undefined;
  #lastHostMs = nowMs();
  #refusal: string | undefined;

  constructor(redis: Redis, listener: Redis, asked: Asked) {
    this.#redis = redis;
    this.#listener = listener;
    this.#asked = asked;
  }

  /** Waits until enough hosts have opened. Throws an error that says what is missing. */
  async open(): Promise<void> {
    await this.#listener.subscribe(trialChannel(this.#asked.trial));
    this.#listener.on("message", (_channel, text) => this.#hear(JSON.parse(text) as ToTrial));
    await this.#sayAlive();
    const startMs = nowMs();
    await this.#allotAll(startMs);
    for (let askedMs = Number.NEGATIVE_INFINITY; !this.#isOpen(); ) {
      if (this.#refusal !== undefined) throw new Error(this.#refusal);
      if (nowMs() - startMs > LONGEST_ANSWER_MS)
        throw new Error(`${this.#missing()} did not answer in ${LONGEST_ANSWER_MS / 1_000} s`);
      if (nowMs() - askedMs > ASK_MS) {
        await this.#ask();
        askedMs = nowMs();
      }
      await pause(1);
    }
    this.#alive = setInterval(() => void this.#keep().catch(() => undefined), ALIVE_MS);
  }

  /** Slots of a trial that ended without a word are free again after a while. */
  async #allotAll(startMs: number): Promise<void> {
    for (;;) {
      const why = await this.#allot();
      if (why === null) return;
      if (nowMs() - startMs > GONE_MS + ALIVE_MS) throw new Error(why);
      await pause(ASK_MS);
    }
  }

  /** Why it cannot go on; `null` where it can. */
  get fault(): string | null {
    if (this.#refusal !== undefined) return this.#refusal;
    return nowMs() - this.#lastHostMs > NO_HOST_MS
      ? `no host of the queue has been there for ${NO_HOST_MS / 1_000} s`
      : null;
  }

  /** The clocks of the hosts against this one, by id; of a host that is gone by the answer that it gave at first. */
  async clocks(): Promise<Map<string, ClockOffset>> {
    const offsets = new Map<string, ClockOffset>();
    for (const host of this.hosts.keys()) {
      const first = this.#firstReadings.get(host);
      const readings: ClockReading[] = first === undefined ? [] : [first];
      for (let number = 0; number < CLOCK_READINGS; number += 1) {
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
    const { wanted, slots } = this.#asked;
    const all = await hostsOf(this.#redis);
    const fit = all.filter((host) => unfit(host, wanted) === null);
    if (fit.length > 0) this.#lastHostMs = nowMs();
    const kept = Object.entries(this.#slots).filter(([id]) => fit.some((host) => host.id === id));
    const others = all.filter(({ id }) => !kept.some(([one]) => one === id));
    const missing = slots - kept.reduce((sum, [, count]) => sum + count, 0);
    const free = others.filter((host) => fit.includes(host));
    this.#slots = { ...Object.fromEntries(kept), ...allotted(free, missing) };
    for (const host of fit) if (this.#slots[host.id] !== undefined) this.hosts.set(host.id, host);
    return tooFew(others, wanted, missing);
  }

  async #keep(): Promise<void> {
    await this.#sayAlive();
    const before = JSON.stringify(this.#slots);
    await this.#allot();
    if (before !== JSON.stringify(this.#slots) || !this.#isOpen()) await this.#ask();
  }

  async #sayAlive(): Promise<void> {
    await this.#redis.set(trialKey(this.#asked.trial), "", "PX", GONE_MS);
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

  #hear(message: ToTrial): void {
    if (message.kind === "opened") this.#hearOpened(message);
    else if (message.kind === "closed") this.#closed.add(message.host);
    else if (message.kind === "clock") this.#clocks.get(`${message.host} ${message.number}`)?.(message.atMs);
    else this.#refusal = `${this.hosts.get(message.host)?.name ?? message.host}: ${message.message}`;
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
    await this.#say({ kind: "clock", trial: this.#asked.trial, host, number });
    const reading = await Promise.race([answered, pause(LONGEST_READING_MS, null, { ref: false })]);
    this.#clocks.delete(key);
    return reading;
  }
}
