import { describe, expect, it } from "vitest";
import { importers } from "../../../src/formats/index.js";
import { importing } from "../imported.js";

const csv = importing(importers.csv, "t.csv");
const jsonl = importing(importers.jsonl, "t.jsonl");

/** The map that a message proposes, with other options behind it. */
function proposed(message: string): string {
  return /add\n {2}--map (.*)\nElse/.exec(message)?.[1]?.replaceAll("'", "") ?? "";
}

/** As in the cases 10, 11 and 17. */
const threads = "Threads,Time\n1,4.6\n2,3.2\n4,1.9\n";
const words = "mode,version,host_os,Threads,seconds\nOpenMP,v1,a,1,4.0\nasync_sgd,v1,a,2,2.1\n";
const weak = "n_procs,n_threads,time_taken,mpi_times,problem_size\n1,1,0.52,0.00,1000000\n1,2,0.68,0.00,2000000\n";

describe("unknown columns", () => {
  it.each([
    [threads, '"Threads", "Time"', "Threads=workers,Time=wall_s"],
    [
      words,
      '"mode", "version", "host_os", "Threads", "seconds"',
      "mode=strategy,version=version,host_os=host-os,Threads=workers,seconds=wall_s",
    ],
    [
      weak,
      '"n_procs", "n_threads", "time_taken", "mpi_times", "problem_size"',
      "n_procs=n-procs,n_threads=workers,time_taken=wall_s,mpi_times=-,problem_size=n",
    ],
    [
      "numCores,Elapsed (ms),speedup,run\n1,400,1.0,1\n2,210,1.9,1\n",
      '"numCores", "Elapsed (ms)", "speedup", "run"',
      "numCores=workers,Elapsed (ms)=wall_ms,speedup=-,run=-",
    ],
    [
      "np,real,user,sys,date\n1,4.0,3.9,0.1,2024-01-01\n2,2.1,4.0,0.2,2024-01-01\n",
      '"np", "real", "user", "sys", "date"',
      "np=workers,real=wall_s,user=user_s,sys=sys_s,date=-",
    ],
  ])("are named at once, with a map to copy that is right: %j", (text, names, map) => {
    const message = csv.message(text);
    expect(message).toContain(`t.csv line 1: the columns ${names} are unknown`);
    expect(proposed(message)).toBe(map);
    expect(csv.message(text, map)).toBe("accepted");
  });

  it("are guessed beside what was mapped already, which the proposed map has too", () => {
    expect(proposed(csv.message(threads, "Time=wall_ms"))).toBe("Threads=workers,Time=wall_ms");
  });

  it("of lines of JSON are named at once as well", () => {
    const message = jsonl.message('{"Threads":1,"Time":4.6}\n{"Threads":2,"Time":3.2,"Host":"a"}');
    expect(message).toContain('t.jsonl line 1: the keys "Threads", "Time", "Host" are unknown');
    expect(proposed(message)).toBe("Threads=workers,Time=wall_s,Host=host");
  });

  it("are not said to be guessed where no name says the time", () => {
    expect(proposed(csv.message("p,T_p\n1,4.0\n2,2.1"))).toBe("p=workers,T_p=wall_s");
    expect(csv.message("a,b\n1,4.0")).toContain(
      "none is named like a time: say which one is, such as --map b=wall_s (",
    );
    expect(csv.message("Size,1 thread,2 threads\n10,4,2\n20,8,5")).toContain(
      "if 1, 2 are worker counts that stand above their times, add\n  --wide workers\n",
    );
  });

  it("are quoted for shells, and never hold an escape of the terminal", () => {
    expect(csv.message("a'b,Time\n1,2")).toContain("--map 'a'\\''b=a-b,Time=wall_s' --workers 1\n");
    const hostile = csv.message('\u001b[2J,"a,b",Time\n1,2,3');
    expect(hostile).toContain('rename "\\u001b[2J", "a,b", which --map cannot name');
    expect(hostile).not.toContain("\u001b");
  });
});

/** Small tables made after published ones (course and HPC repositories). */
describe("a proposed map of a table as people publish them", () => {
  it.each([
    [
      "takes the time of the parallel run, not that of the sequential one",
      "threads,sequential_time,parallel_time,speedup\n1,8.8,8.7,1.0\n2,8.8,4.8,1.8\n",
      "threads=workers,sequential_time=-,parallel_time=wall_s,speedup=-",
    ],
    [
      "takes a total before its parts, and the time of a kernel for no system time",
      "model,kernel_ms,blur_ms,total_ms,threads\nseq,3.5,6.5,18.5,1\nomp,2.5,3.5,9.5,2\n",
      "model=strategy,kernel_ms=-,blur_ms=-,total_ms=wall_ms,threads=workers",
    ],
    [
      "knows a time in other languages, and MPI as a number of processes",
      "MPI,FOM,tempo_total\n1,5.6,02.4\n2,22.1,01.2\n",
      "MPI=workers,FOM=-,tempo_total=wall_s",
    ],
    [
      "takes ranks before the nodes that they are on",
      "nodes,ranks,threads,total_time,time_per_step\n1,4,8,0.9,0.1\n2,8,8,0.5,0.2\n",
      "nodes=-,ranks=workers,threads=threads,total_time=wall_s,time_per_step=-",
    ],
    [
      "multiplies processes and their threads",
      "np,threads,time\n2,4,4.1\n4,8,1.8\n6,10,1.7\n",
      "np*threads=workers,np=-,threads=-,time=wall_s",
    ],
    [
      "keeps the processes of a grid of processes and threads apart",
      "np,threads,time\n1,1,4.1\n1,2,2.1\n2,1,2.2\n2,2,1.2\n",
      "np*threads=workers,np=np,threads=-,time=wall_s",
    ],
    [
      "leaves out what differs at every worker count, and numbers of iterations",
      "Ranks,Grid,Iterations,Walltime_s\n1,8x8,2,0.6\n2,16x8,7,3.1\n4,16x16,7,3.2\n8,32x16,64,3.3\n",
      "Ranks=workers,Grid=-,Iterations=-,Walltime_s=wall_s",
    ],
    [
      "takes epochs for repeats",
      "workers,input_size,epoch,wall_sec\n1,12000,1,219.0\n1,12000,2,190.1\n2,12000,1,32.7\n2,12000,2,32.3\n",
      "input_size=n,epoch=-,wall_sec=wall_s",
    ],
    [
      "knows the CSV of hyperfine",
      "command,mean,stddev,median,user,system,min,max\na b,54.9,1.3,54.6,23.6,31.2,53.8,58.6\nc,8.4,0.1,8.4,3.7,4.6,8.3,8.4\n",
      "command=strategy,mean=wall_s,stddev=-,median=-,user=user_s,system=sys_s,min=-,max=- --workers 1",
    ],
    [
      "takes no rank of BenchmarkDotNet for a worker",
      "Method,Job,Mean,Error,Rank\nLinq,Core,109.010 ns,2.2610 ns,2\nLoop,Core,17.659 ns,0.4403 ns,1\n",
      "Method=strategy,Job=job,Mean=wall_ns,Error=-,Rank=- --workers 1",
    ],
  ])("%s", (_, text, options) => {
    expect(proposed(csv.message(text))).toBe(options);
    const map = options.replace(/ --.*/, "");
    const workers = options.includes("--workers 1") ? 1 : undefined;
    expect(() => csv.run(text, map, { workers })).not.toThrow();
  });

  it("has --weak where the file says so, with the size of one worker as n", () => {
    const weakly = importing(importers.csv, "weak_scaling.csv");
    const text = "Ranks,CellsPerProc,time\n1,4096,1.0\n2,4096,1.1\n4,4096,1.3\n";
    expect(proposed(weakly.message(text))).toBe("Ranks=workers,CellsPerProc=n,time=wall_s --weak");
    const map = "Ranks=workers,CellsPerProc=n,time=wall_s";
    const cells = weakly.run(text, map, { weak: true }).experiments[0]?.cells ?? [];
    expect(cells.map(({ factors }) => factors)).toEqual(
      [1, 2, 4].map((workers) => ({ strategy: "program", workers, n: 4096, tasks: workers })),
    );
  });

  it("is none where no column is named like a time, or of the columns", () => {
    expect(csv.message("cpus_per_task,throughput,total,fft\n1,7.7,40.4,1.1\n2,15.1,20.8,0.5\n")).toContain(
      "none is named like a time: say which one is, such as --map total=wall_s (or wall_ms, wall_us, wall_ns); a map of the others is then proposed; for throughputs there is scalebook fit.",
    );
    expect(csv.message("1,10,0.5\n2,10,0.3\n")).toContain(
      "t.csv line 1: holds figures: the first line must name the columns, such as workers,n,wall_s",
    );
  });
});

describe("a column of units", () => {
  const text = "name,threads,real_time,time_unit\nBM_a,1,29.5,ns\nBM_a,2,15,us\n";

  it("says the unit of each time whose column names none", () => {
    const cells = csv.cells(text, "name=strategy,threads=workers,real_time=wall_s");
    expect(cells.map(({ trials }) => trials[0]?.wallMs)).toEqual([29.5e-6, 15e-3]);
    expect(proposed(csv.message(text))).toBe("name=strategy,threads=workers,real_time=wall_ns,time_unit=-");
  });

  it("of JMH gives a time of one, and is refused where it says a throughput", () => {
    const jmh = (unit: string) =>
      `"Benchmark","Mode","Threads","Samples","Score","Unit"\n"a.b","avgt",4,5,22.5,"${unit}"\n`;
    const map = "Benchmark=workload,Mode=-,Threads=workers,Samples=-,Score=wall_s";
    expect(csv.cells(jmh("us/op"), map)[0]?.trials[0]?.wallMs).toBe(0.0225);
    expect(csv.message(jmh("ops/s"), `${map},Unit=-`)).toBe(
      't.csv line 2: "Score" is to be a time, and "Unit" is "ops/s": a throughput is no time, and scalebook fit takes it',
    );
    expect(csv.message(jmh("ops/s"))).toContain("-rf json writes every repeat, for scalebook import jmh");
  });
});

describe("a table without workers", () => {
  it("is taken where the option says their number, and is refused else", () => {
    const text = "algorithm,n,seconds\nquick,1000,0.5\nheap,1000,0.7\n";
    const map = "algorithm=strategy,seconds=wall_s";
    expect(csv.message(text, map)).toContain("--workers 1 says that every row has one worker");
    const cells = csv.run(text, map, { workers: 1 }).experiments[0]?.cells ?? [];
    expect(cells.map(({ factors }) => factors.workers)).toEqual([1, 1]);
    expect(() => csv.run("workers,wall_s\n1,2\n", undefined, { workers: 1 })).toThrow(
      "--workers is for tables without the column workers",
    );
  });
});

describe("a product of columns", () => {
  it("counts workers, or the size of the work", () => {
    const cells = csv.cells(
      "np,threads,nx,nz,time\n2,4,10,20,4.5\n4,8,10,20,1.5\n",
      "np*threads=workers,np=-,threads=-,nx*nz=n,nx=-,nz=-,time=wall_s",
    );
    expect(cells.map(({ factors }) => factors)).toEqual([
      { strategy: "program", workers: 8, n: 200 },
      { strategy: "program", workers: 32, n: 200 },
    ]);
  });

  it("is refused of what counts nothing, and for what is no count", () => {
    const map = "np*threads=workers,np=-,threads=-,time=wall_s";
    expect(csv.message("np,threads,time\n2,x,4\n", map)).toBe(
      't.csv line 2: threads is "x" and counts for workers: must be a whole number from 1 to 1000000000',
    );
    expect(csv.message("np,threads,time\n2,4,4\n", "np*threads=wall_s")).toContain(
      "a product of columns is for workers, n, tasks",
    );
    expect(csv.message("np,time\n2,4\n", "np*threads=workers")).toContain('there is no column "np*threads"');
  });
});

describe("a word in place of a time", () => {
  it("is a measurement that failed, and other words are refused", () => {
    const cells = csv.cells("workers,wall_s,user_s\n1,2.5,2\n2,TIMEOUT,TIMEOUT\n4,OOM,\n8,FAILED,1\n");
    expect(cells.map(({ trials }) => trials[0])).toEqual([
      { block: 0, status: "ok", wallMs: 2500, userMs: 2000 },
      { block: 0, status: "timeout", reason: "timeout", detail: "TIMEOUT", wallMs: null },
      { block: 0, status: "failed", reason: "out-of-memory", detail: "OOM", wallMs: null },
      { block: 0, status: "failed", reason: "error", detail: "FAILED", wallMs: null, userMs: 1000 },
    ]);
    for (const text of ["n/a", "NaN", "-", "later"]) {
      expect(csv.message(`workers,wall_s\n1,${text}\n`)).toContain(`wall_s is "${text}"`);
    }
  });
});

describe("a table without a strategy", () => {
  const map = "Threads=workers,Time=wall_s";

  it("is of one program, or of the strategy that is given", () => {
    const strategies = (text: string, strategy?: string) =>
      csv.run(text, map, { strategy }).experiments[0]?.cells.map(({ factors }) => factors);
    expect(strategies(threads)).toEqual([1, 2, 4].map((workers) => ({ strategy: "program", workers })));
    expect(strategies(threads, "solver")?.[2]).toEqual({ strategy: "solver", workers: 4 });
  });

  it("takes no other where it has the column", () => {
    const given = () => csv.run("strategy,workers,wall_s\na,1,2", undefined, { strategy: "b" });
    expect(given).toThrow("--strategy is for tables without the column strategy");
  });
});

describe("figures", () => {
  it.each([
    ["wall_us", "2500", 2.5],
    ["wall_ns", "2500", 0.0025],
    ["wall_s", "2.01", 2010],
    ["wall_s", "2.1 s", 2100],
    ["wall_s", "35ms", 35],
    ["wall_ms", "2.1 s", 2100],
    ["wall_s", "1.5 µs", 0.0015],
    ["wall_s", "0m2.003s", 2003],
    ["wall_s", "1h2m3.5s", 3_723_500],
    ["wall_s", "2:03.5", 123_500],
    ["wall_s", "1:02:03", 3_723_000],
    ["wall_s", "1-00:00:01", 86_401_000],
  ])("of %s written %s are %d ms", (column, text, ms) => {
    const [cell] = csv.cells(`strategy,workers,${column},user_us\na,1.0,${text},1500\n`);
    expect(cell?.factors.workers).toBe(1);
    expect(cell?.trials).toEqual([{ block: 0, status: "ok", wallMs: ms, userMs: 1.5 }]);
  });

  it.each(["2:61", "1:60:00", "0m75s", "2.1 parsecs", "2:3", "1:2:3:4"])("are refused as %s", (text) => {
    expect(csv.message(`workers,wall_s\n1,${text}\n`)).toContain(`wall_s is "${text}": must be seconds`);
  });

  it("of own factors are numbers only where they are written as one", () => {
    const cells = csv.cells("workers,wall_s,v\n1,2,1.10\n1,2,1.1\n1,2,007\n1,2,-3\n", "v=version");
    expect(cells.map(({ factors }) => factors.more)).toEqual([
      { version: "1.10" },
      { version: 1.1 },
      { version: "007" },
      { version: -3 },
    ]);
  });
});

describe("a column that is no time by its name", () => {
  it.each([
    ["elapsed_min", "the name says minutes: write its figures in seconds"],
    ["Time [h]", "the name says hours"],
    ["run_hours", "the name says hours"],
    ["requests/sec", "the name says a rate or a ratio"],
    ["speedup", "the name says a rate or a ratio"],
  ])("is not mapped to one: %s", (name, told) => {
    expect(csv.message(`threads,${name}\n1,10\n2,6`, `threads=workers,${name}=wall_s`)).toContain(told);
    expect(csv.message(`threads,${name}\n1,10\n2,6`)).not.toContain(`${name}=wall_s`);
  });

  it("is one where its name says a part, a statistic or a unit that tables have", () => {
    for (const name of ["min_time", "time_min_ms", "mpi time", "mean_s", "secs"]) {
      const unit = name.endsWith("ms") ? "wall_ms" : "wall_s";
      expect(csv.message(`threads,${name}\n1,10\n2,6`, `threads=workers,${name}=${unit}`)).toBe("accepted");
    }
  });
});
