// A small HTTP server on several workers of Node's cluster, as work that prints a figure of its own:
//
//   node server.mjs 4      starts 4 workers, loads them for a second, prints "512 req/s" and ends all
//
// The load comes from this machine too, so the two share its cores.
import cluster from "node:cluster";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import autocannon from "autocannon";

if (cluster.isPrimary) await measure(Number(process.argv[2] ?? 1));
else createServer((_, response) => response.end(page())).listen(0, "127.0.0.1");

/** Some work for the processor, as a page of a real server has. */
function page() {
  let hash = "scalebook";
  for (let round = 0; round < 500; round++) hash = createHash("sha256").update(hash).digest("hex");
  return hash;
}

async function measure(workers) {
  const all = Array.from({ length: workers }, () => cluster.fork());
  const addresses = await Promise.all(all.map((worker) => once(worker, "listening")));
  const { port } = addresses[0][0];
  const url = `http://127.0.0.1:${port}`;
  const { requests, latency, errors, duration } = await autocannon({ url, connections: 16, duration: 1 });
  if (errors > 0) throw new Error(`${errors} requests failed`);
  console.log(`${(requests.total / duration).toFixed(1)} req/s`);
  console.log(JSON.stringify({ latency: { p99: latency.p99 } }));
  for (const worker of all) worker.kill();
}
