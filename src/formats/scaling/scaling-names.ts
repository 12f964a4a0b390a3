/**
 * What a column of a table may be, by its name alone:
 * workers, count, letter: a number of workers; sizes are called as a `count` (tasks, load) or a `letter` (n, p) as well.
 * throughput, time: of the whole work. figure: measured, but of what the name does not say (mean, score).
 * All others are never fitted unasked. part: time of a part of the work. cpu: CPU time. latency: time that one of many requests waits.
 * spread: an error or a spread. ratio: a share, an efficiency or a figure of one worker. ideal: computed, not measured.
 * share: workers of one node or the like. repeat: number of a repeat. unknown: anything.
 */
export type ColumnRole =
  | "workers"
  | "count"
  | "letter"
  | "throughput"
  | "time"
  | "figure"
  | "part"
  | "cpu"
  | "latency"
  | "spread"
  | "ratio"
  | "ideal"
  | "share"
  | "repeat"
  | "unknown";

/** Roles of columns whose figures were measured or computed: they are no levels of anything. */
export const MEASURED_ROLES: ReadonlySet<ColumnRole> = new Set<ColumnRole>([
  "throughput",
  "time",
  "figure",
  "part",
  "cpu",
  "latency",
  "spread",
  "ratio",
  "ideal",
]);

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const WORKERS = words(`
  worker workers thread threads process processes proc procs processor processors core cores cpu cpus vcpu vcpus node nodes
  gpu gpus pe pes rank ranks client clients users connection connections concurrency parallelism dop np nproc gomaxprocs
  ntasks njobs sessions streams vus instances replicas pods containers vms servers hosts machines devices sockets chips executors slots
  shards lanes fibers goroutines coroutines agents actors subprocesses forks consumers producers`);
/** Words that a number of workers may have about it: "number of MPI ranks", "OMP_NUM_THREADS", "parameter_threads". */
const ABOUT_WORKERS = words(`
  n num number no nb nr of count counts total used the mpi omp openmp pthread parallel concurrent active parameter param arg
  logical physical hardware hw virtual software slurm compute level levels degree max maximum allocated requested`);
const POOLS = words("world comm communicator pool team cluster");
/** What makes of tasks and jobs workers: "MPI tasks". */
const AT_ONCE = words("mpi omp openmp parallel concurrent active slurm");
const COUNTS = words("load task tasks job jobs");
const LETTERS = words("n p w c j k m x");
/** What a share of the workers, or a figure, may be of. */
const PARTS = words("user task job group");
/** Process grids, P times Q workers, and processes per node. */
const SHARES = words("q px py pz npx npy npz prow pcol nprow npcol ppn tpn");

const SPREAD = words(`
  std stddev stdev sd sem se stderr err error errors ci cv var variance mad iqr rsd spread lower upper lo hi low high
  uncertainty tolerance jitter deviation sigma range margin moe confidence noise outliers rme`);
const RATIO = words(`
  efficiency efficiencies eff percent pct share fraction ratio utilization utilisation util usage change diff difference
  delta gain improvement overhead loss slowdown balance imbalance
  failed failure failures fails retries timeouts dropped lost missed miss misses hit hits fault faults success switches`);
const IDEAL = words(`
  ideal theoretical theory expected predicted prediction estimated model modeled modelled linear perfect amdahl gustafson usl
  fit fitted target goal reference ref baseline base`);
const LATENCY = words("latency latencies lat response rtt ttfb percentile quantile wait waiting delay");
const ONE_REQUEST = words("request req query transaction txn tx call message msg event");
const STATISTICS = words(`
  mean avg average median med min minimum max maximum best worst fastest slowest geomean gmean amean hmean`);
const FIGURES = words("score value result results measurement measured metric figure performance perf y");
const REPEATS = words(`
  run trial rep reps repeat repeats repetition iteration iter sample seed round attempt try replicate block index idx id epoch step`);

const THROUGHPUT = words(`
  throughput xput goodput bandwidth bw speedup speedups rps qps tps iops fps mips sypd tpm tpmc opm
  bps kbps mbps gbps flops kflops mflops gflops tflops pflops mlups glups mups gups teps mteps gteps`);
/** Throughputs where nothing else than a statistic stands beside them. */
const ALONE = words("speed capacity rate");
const RATES_OF = words(`
  request requests transaction transactions txn tx transfer data message messages event events call exec execution op ops
  operation operations processing output completion read write io lio update insert commit frame frames byte bytes packet
  packets job jobs task tasks item items query queries work throughput`);
const PLURALS = words(`
  ops operations requests req reqs queries transactions tx txn txns jobs tasks items messages msgs events calls reads writes
  rows records images imgs frames tokens samples steps iterations iters its updates particles cells points scripts
  bytes b kb mb gb tb kib mib gib tib bits kbit mbit gbit kbits mbits gbits`);
const TIME = words(`
  t time times wall walltime wallclock elapsed real runtime duration makespan`);
const ABOUT_TIME = words("run exec execution total tot overall wall clock taken in of the to solution");
/** Of several times the one with such a word is that of the whole work. */
const WHOLE = words("wall walltime wallclock elapsed real makespan total tot overall");
/** Times of day and settings. */
const NO_TIME = words(`
  stamp timestamp start started begin end ended stop finish finished limit timeout unit units zone date submit submitted
  queue queued sleep budget up step steps timestep timesteps id name kind type format arrival`);
const CPU = words("process user sys system cpu");
const PART = words(`
  mpi comm comms communication io setup init initialisation initialization startup teardown shutdown gc
  idle lock locks sync synchronization synchronisation barrier serial sequential seq kernel read write load copy transfer
  dispatch spawn fork join warmup blocked busy`);
/** Units of time in order of length. */
const UNITS = new Map(
  [
    "ns nsec nsecs nanosecond nanoseconds",
    "us usec usecs microsecond microseconds",
    "ms msec msecs millisecond milliseconds",
    "s sec secs second seconds",
    "min mins minute minutes",
    "h hr hrs hour hours",
    "d day days",
    "year years",
  ].flatMap((names, length) => names.split(" ").map((name): [string, number] => [name, length])),
);

/** Role of a column by its name; of names that say nothing or too much it is `unknown`. */
export function roleOf(name: string): ColumnRole {
  const all = tokens(name);
  // Parameters are what was set, whatever their names: hyperfine's parameter_delay_s was not measured.
  if (/^param(eter)?[_:]/i.test(name)) return numberRole(all) ?? "unknown";
  const has = (some: ReadonlySet<string>) => all.some((token) => some.has(token));
  if (all.length === 0) return "unknown";
  if (all.length === 1 && LETTERS.has(all[0] as string)) return "letter";
  if (all.length === 1 && SHARES.has(all[0] as string)) return "share";
  const number = numberRole(all);
  if (number !== undefined) return number;
  if (has(SPREAD)) return "spread";
  if (has(IDEAL)) return "ideal";
  if (has(RATIO)) return "ratio";
  const per = all.indexOf("per");
  if (per >= 0) return quotientRole(all.slice(0, per), all.slice(per + 1));
  if (isThroughput(all)) return "throughput";
  if (has(LATENCY)) return "latency";
  if (all.some(isPercentile) && !has(TIME)) return "latency";
  if (isTime(all)) return has(CPU) ? "cpu" : has(PART) ? "part" : "time";
  if (all.length === 1 && has(CPU)) return "cpu";
  if (all.every((token) => STATISTICS.has(token) || FIGURES.has(token))) return "figure";
  return has(REPEATS) && all.every((token) => REPEATS.has(token) || ABOUT_WORKERS.has(token)) ? "repeat" : "unknown";
}

/** Whether the name of a time says that it is that of the whole work. */
export function isWholeTime(name: string): boolean {
  return tokens(name).some((token) => WHOLE.has(token));
}

/** Whether the name of a time names nothing but time: no part, no way to run. */
export function isPlainTime(name: string): boolean {
  return tokens(name).every((token) => {
    return TIME.has(token) || UNITS.has(token) || STATISTICS.has(token) || ABOUT_TIME.has(token);
  });
}

const SIZES = words(`
  size sizes n m problem elements elems cells points atoms particles bodies dof dofs unknowns rows grid work volume length
  tasks task jobs items samples requests`);

/** Whether a column is named like the size of the work: "n", "problem size", "global_cells". */
export function isSizeName(name: string): boolean {
  return SIZES.has(tokens(name).at(-1) ?? "");
}

/** Whether a column holds the unit of others, as JMH and Google Benchmark write it. */
export function isUnitName(name: string): boolean {
  return /^(time|score)?units?$/.test(tokens(name).join(""));
}

/** "Wall-clock time (s)" -> wall clock time s; "nThreads" -> n threads; "GFlop/s" -> gflop per s; "time_2" -> time. */
function tokens(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .replace(/['’]s\b/g, "")
    .replace(/[µμ](?=s)/g, "u")
    .replace(/±/g, " error ")
    .replace(/%/g, " percent ")
    .replace(/#/g, " number ")
    .replace(/\//g, " per ")
    .replace(/speed[\s_-]?up/g, "speedup")
    .replace(/[\s_.*·]*\b(s|sec|h|min|day)(\^?-1|⁻¹)/g, " per $1")
    .replace(/(\p{L}{2})time(?=s?([^\p{L}]|$))/gu, "$1 time")
    .split(/[^\p{L}\p{N}]+/u)
    .map((token) => (isPercentile(token) ? token : token.replace(/(?<=\p{L}{2})\d+$|^\d+$/u, "")))
    .filter((token) => token !== "");
}

function isPercentile(token: string): boolean {
  return /^p\d{2,3}$/.test(token);
}

function numberRole(given: readonly string[]): "workers" | "count" | undefined {
  // "Threads (p)": the letter is its symbol.
  const all = given.length > 1 && LETTERS.has(given.at(-1) as string) ? given.slice(0, -1) : given;
  const [last = "", before = ""] = all.toReversed();
  if (last === "size" && POOLS.has(before)) return "workers";
  if (COUNTS.has(last) && all.slice(0, -1).every((token) => ABOUT_WORKERS.has(token))) {
    return all.some((token) => AT_ONCE.has(token)) ? "workers" : "count";
  }
  if (!all.some(isWorkerNoun)) return undefined;
  return all.every((token) => isWorkerNoun(token) || ABOUT_WORKERS.has(token)) ? "workers" : undefined;
}

/** "threads", and "nthreads" or "mpiranks". */
function isWorkerNoun(token: string): boolean {
  return WORKERS.has(token) || WORKERS.has(token.replace(/^(n|num|no|nb|nr|mpi|omp)(?=..)/, ""));
}

function quotientRole(above: readonly string[], below: readonly string[]): ColumnRole {
  const named = below.filter((token) => token !== "per");
  if (numberRole(above) === "workers" && named.every((token) => isWorkerNoun(token) && token.endsWith("s")))
    return "workers";
  if (named.some((token) => isWorkerNoun(token) || PARTS.has(token)))
    return numberRole(above) === undefined ? "ratio" : "share";
  // "Speed-up = T(n, 1) / T(n, p)": its formula is no unit.
  if (above[0] === "speedup") return "throughput";
  const [over, under] = [UNITS.get(above.at(-1) ?? ""), UNITS.get(named[0] ?? "")];
  if (under !== undefined) {
    if (over !== undefined) return over < under ? "throughput" : over > under ? "time" : "unknown";
    return isTime(above) ? "unknown" : "throughput";
  }
  if (!isTime(above) || above.join() === "t") return "unknown";
  return ONE_REQUEST.has(named[0] ?? "") ? "latency" : "time";
}

function isThroughput(all: readonly string[]): boolean {
  if (all.some((token) => THROUGHPUT.has(token))) return true;
  const [last = "", before = ""] = all.toReversed();
  // "ops_s" is a throughput; milliseconds and less are times of one, and "min" is the least as well.
  if (PLURALS.has(before) && last !== "min" && (UNITS.get(last) ?? 0) >= (UNITS.get("s") as number)) return true;
  const beside = all.filter((token) => !STATISTICS.has(token) && !ALONE.has(token));
  if (beside.length === 0) return all.some((token) => ALONE.has(token));
  return all.includes("rate") && beside.every((token) => RATES_OF.has(token));
}

function isTime(all: readonly string[]): boolean {
  if (all.some((token) => NO_TIME.has(token))) return false;
  const last = all.at(-1) ?? "";
  const unit = UNITS.get(last);
  // "min" is the least as well, and "h" and "d" are anything.
  const isUnit = unit !== undefined && !/^(min|h|d)$/.test(last);
  return (
    isUnit ||
    all.some(
      (token) =>
        TIME.has(token) && (token !== "t" || unit !== undefined || all.every((one) => one === "t" || WHOLE.has(one))),
    )
  );
}
