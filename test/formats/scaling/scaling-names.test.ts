import { describe, expect, it } from "vitest";
import { type ColumnRole, roleOf } from "../../../src/formats/scaling/scaling-names.js";

/** Names as tables of benchmarks and of HPC sites head their columns, and what they are. */
const NAMES: [ColumnRole, string][] = [
  [
    "workers",
    "workers|Threads|#threads|n_threads|numThreads|OMP_NUM_THREADS|Number of cores|No. of processors|Nprocs|np",
  ],
  [
    "workers",
    "MPI tasks|MPI ranks|ranks|nodes|GPUs|parameter_threads|Param: threads|world_size|thread pool size|users",
  ],
  ["workers", "nworkers|Threads / Ranks|Total CPUs|n_procs|Num MPI ranks|Rank"],
  ["count", "Number of Tasks (p)"],
  ["throughput", "Speedup = T(n, 1) / T(n, p) N=100000"],
  ["time", "time_taken|mean_time|ElapsedTime|instime0|walltime_s|par_us|T_total|t_wall"],
  ["count", "tasks|n_tasks|jobs|load"],
  ["letter", "n|N|P|x"],
  ["share", "tasks_per_node|cpus-per-task|threads/core|ppn|Q"],
  ["time", "Time (s)|time_ms|Walltime|wall-clock time (sec)|real|elapsed (us)|Run time|totalTimeMs|seconds|s|t|ns/op"],
  ["time", "s/step|time per step|days/ns|time_min|Mean [ms]|time_p50|real_time|hours"],
  ["cpu", "user|sys|cpu_time|CPU time|process_time"],
  ["part", "mpi_s|comm_time|io_ms|serial_time|Kernel (ms)|load_time"],
  [
    "throughput",
    "throughput|speedup|Speed-up|GFlop/s|GFLOPS|requests/s|Requests per second|req/sec|ns/day|MB/s|Triad MB/s",
  ],
  ["throughput", "txn_rate|ops_s|ops s^-1|GB s⁻¹|items_per_second|TPS|images/sec|MLUP/s|Mop/s total|max_rps|opsPerSec"],
  ["figure", "mean|median|min|max|Score|performance"],
  ["latency", "p50|p99|p95_ms|latency avg|response_time|Time per request|wait_time"],
  ["spread", "stddev|± σ|Score Error (99.9%)|throughput_std|time_err|ci_low|rel_std"],
  ["ratio", "efficiency|Efficiency (%)|cpu_util|throughput_per_core|ops/s/thread|speedup per node|hit rate|overhead"],
  ["ideal", "ideal speedup|Linear|Amdahl|predicted time"],
  ["repeat", "run|trial|rep|seed"],
  [
    "unknown",
    "size|batch_size|T/V|cpu load|start_time|timestamp|timeout|time_limit|time_step|hostname|thread_id|cost|Laufzeit",
  ],
  ["unknown", "Total_Min|Total_Max|MPI|uptime|datetime|parameter_delay_s|Perf_Overall|requests_min"],
  ["unknown", "it's|clock_speed_mhz|iterations|memory_mb|cost per item|GFLOPS/W|sampling_rate|时间|"],
];

describe("a column's name", () => {
  it.each(NAMES.flatMap(([role, names]) => names.split("|").map((name): [string, ColumnRole] => [name, role])))(
    "%j is %s",
    (name, role) => expect(roleOf(name)).toBe(role),
  );
});
