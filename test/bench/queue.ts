/**
 * What a job of the queue costs: `npm run bench -- queue [--rounds 5]`; as root, with redis-server and iproute2. Empty tasks on three worker
 * hosts beside plain BullMQ with a sandboxed processor that does nothing, as many at once and on the same Redis, in turn; then tasks that
 * wait for 100 ms on one to three hosts.
 */
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Queue, QueueEvents } from "bullmq";
import { Redis } from "ioredis";
import { median } from "./measures.js";
import { numberOption } from "./options.js";
import { type Cluster, canCluster, openCluster } from "./queue/cluster.js";
import { faultedTrial, type Work } from "./queue/faulted.js";

const [HOSTS, SLOTS] = [3, 1];
const [rounds, tasks] = [numberOption("--rounds", 5), numberOption("--tasks", 480)];
const WAIT_MS = 100;
/** Tasks that a worker does one after the other, so that its start is a small part of it. */
const EACH = numberOption("--each", 200);

if (!canCluster()) throw new Error("it needs root, redis-server and ip (Debian: iproute2)");
await overhead();
await efficiency();

/** Time from the start of one task to that of the next on the same worker, but for the task itself. */
async function overhead(): Promise<void> {
  const cluster = await openCluster(HOSTS);
  try {
    for (const host of cluster.hosts) await host.start(SLOTS);
    const ours: number[][] = [];
    const theirs: number[][] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await ourGaps(cluster));
      theirs.push(await plainGaps(cluster));
    }
    for (const [what, share] of [
      ["median", 0.5],
      ["p95", 0.95],
    ] as const) {
      const own = ours.map((gaps) => quantile(gaps, share));
      const other = theirs.map((gaps) => quantile(gaps, share));
      const ratios = own.map((value, round) => value / (other[round] as number));
      const goal = `at most 1.2: ${median(ratios) <= 1.2 ? "kept" : "NOT KEPT"}`;
      console.log(
        `a job on ${HOSTS} hosts, ${what}: ${median(own).toFixed(2)} ms against ${median(other).toFixed(2)} ms (plain BullMQ): ratio ${median(ratios).toFixed(3)} (${ratios.map((one) => one.toFixed(2)).join(" ")}); ${goal}`,
      );
    }
  } finally {
    await cluster.close();
  }
}

async function ourGaps(cluster: Cluster): Promise<number[]> {
  const work: Work = { workload: "random-loop", tasks, n: 1, workers: HOSTS * SLOTS, slots: SLOTS };
  const { trial, err } = await faultedTrial(cluster, work, []);
  const { timeline, taskMs } = trial ?? {};
  if (timeline === undefined || taskMs === undefined) throw new Error(`no trial: ${err}`);
  const { worker, startMs } = timeline;
  return gapsOf(
    taskMs.map((ms, index) => {
      const start = startMs[index] ?? Number.NaN;
      return [worker[index] ?? 0, start, start + ms];
    }),
  );
}

/** Workers and their processes are new each time, as those of a trial are. */
async function plainGaps({ url, hosts }: Cluster): Promise<number[]> {
  const name = `plain-${randomUUID()}`;
  const plain = fileURLToPath(new URL("./queue/plain-worker.js", import.meta.url));
  const workers = await Promise.all(hosts.map((host) => host.run([plain, name, "--slots", String(SLOTS)])));
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue(name, { connection });
  const events = new QueueEvents(name, { connection, lastEventId: "0" });
  await events.waitUntilReady();
  const done: [number, number, number][] = [];
  const ended = new Promise<void>((resolve) => {
    events.on("completed", ({ returnvalue }) => {
      const [worker, startMs] = returnvalue as unknown as [number, number];
      done.push([worker, startMs, startMs]);
      if (done.length === tasks) resolve();
    });
  });
  await queue.addBulk(Array.from({ length: tasks }, (_, index) => ({ name: "job", data: { index } })));
  await ended;
  for (const { child } of workers) child.kill("SIGKILL");
  await queue.obliterate({ force: true });
  await Promise.all([queue.close(), events.close()]);
  connection.disconnect();
  return gapsOf(done);
}

/** From the end of each task to the start of the next one on its worker. */
function gapsOf(done: readonly (readonly [worker: number, startMs: number, endMs: number])[]): number[] {
  const ends = new Map<number, number>();
  return done
    .toSorted((a, b) => a[1] - b[1])
    .flatMap(([worker, startMs, endMs]) => {
      const before = ends.get(worker);
      ends.set(worker, endMs);
      return before === undefined ? [] : [startMs - before];
    });
}

async function efficiency(): Promise<void> {
  const slots = 2;
  const cluster = await openCluster(HOSTS);
  try {
    for (const host of cluster.hosts) await host.start(slots);
    for (let hosts = 1; hosts <= HOSTS; hosts += 1) {
      const workers = hosts * slots;
      const walls: number[] = [];
      const works: number[] = [];
      for (let round = 0; round < Math.ceil(rounds / 2); round += 1) {
        const work: Work = { workload: "sleep", tasks: workers * EACH, n: WAIT_MS, workers, slots, timeoutS: 300 };
        const { trial, err } = await faultedTrial(cluster, work, []);
        if (trial?.status !== "ok") throw new Error(`no trial: ${err}`);
        walls.push((EACH * WAIT_MS) / (trial.wallMs ?? Number.NaN));
        works.push((EACH * WAIT_MS) / ((trial.wallMs ?? Number.NaN) - (trial.startUpMs ?? 0)));
      }
      console.log(
        `${workers * EACH} tasks of ${WAIT_MS} ms on ${hosts} hosts with ${slots} slots: efficiency ${median(walls).toFixed(3)} (${walls.map((one) => one.toFixed(3)).join(" ")}), without the start of the workers ${median(works).toFixed(3)}`,
      );
    }
  } finally {
    await cluster.close();
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] as number;
}
