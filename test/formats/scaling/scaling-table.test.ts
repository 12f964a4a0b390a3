import { describe, expect, it } from "vitest";
import type { AskedColumns } from "../../../src/formats/scaling/scaling-columns.js";
import { type AskedTable, readScalingTable } from "../../../src/formats/scaling/scaling-table.js";
import { UserError } from "../../../src/user-error.js";

function messageOf(text: string, asked: AskedTable = {}): string {
  try {
    readScalingTable(text, "t.csv", asked);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "accepted";
}

/** A table of one header and rows, from rows of figures. */
const csv = (header: string, ...rows: string[]) => `${[header, ...rows].join("\n")}\n`;

describe("the columns of a table", () => {
  it.each([
    ["workers,throughput", 0, "throughput"],
    ["processors,throughput", 0, "throughput"],
    ["N,X", 0, "throughput"],
    ["X,N", 1, "throughput"],
    ["threads,requests/s", 0, "throughput"],
    ["Threads,Requests per second", 0, "throughput"],
    ["p,speed-up", 0, "throughput"],
    ["clients,ops_s", 0, "throughput"],
    ["load,throughput", 0, "throughput"],
    ["#threads,GFlop/s", 0, "throughput"],
    ["workers,wall_s", 0, "time"],
    ["wall_s,workers", 1, "time"],
    ["cores,Time (ms)", 0, "time"],
    ["Nprocs,Walltime", 0, "time"],
    ["MPI tasks,Time (s)", 0, "time"],
    ["n,seconds", 0, "time"],
    ["nodes,elapsed", 0, "time"],
    ["x,elapsed", 0, "time"],
  ])("are found by name in %s", (header, x, kind) => {
    const table = readScalingTable(`${header}\n2,3\n`, "t.csv", {});
    expect(table.rows).toEqual([x === 0 ? { workers: 2, figure: 3 } : { workers: 3, figure: 2 }]);
    expect(table.kind).toBe(kind);
  });

  it("are those that were asked for", () => {
    const text = "workers,threads,throughput,seconds,comment\n1,2,3,4,x\n";
    const asked = readScalingTable(text, "t.csv", { x: "Threads", y: "seconds" });
    expect(asked).toMatchObject({ rows: [{ workers: 2, figure: 4 }], kind: "time", workersName: "threads" });
    expect(asked.unused).toEqual(["workers", "throughput", "comment"]);
    expect(readScalingTable(text, "t.csv", { x: "threads", y: "seconds", kind: "throughput" }).kind).toBe("throughput");
    expect(readScalingTable(text, "t.csv", { x: "workers", kind: "time" }).figureName).toBe("seconds");
  });

  it.each([
    ["tasks per node are no throughput", csv("nodes,tasks_per_node,time_s", "1,4,100", "2,4,52"), "nodes", "time_s"],
    ["a size is called n beside threads", csv("n,threads,time", "9,1,4", "9,2,2"), "threads", "time"],
    ["speed-ups say what their times say", csv("p,time,speedup,efficiency", "1,9,1,1", "2,5,1.8,0.9"), "p", "time"],
    ["what was not varied is no worker count", csv("nodes,cores,time", "1,2,9", "1,4,5"), "cores", "time"],
    ["a copy of a column is no other", csv("ranks,cores,time", "2,2,9", "4,4,5"), "ranks", "time"],
    ["an error is no throughput", csv("threads,ops/s,ops/s error", "1,9,1", "2,5,2"), "threads", "ops/s"],
    ["a part of the time is not the time", csv("threads,mpi_s,time", "1,0,9", "2,1,5"), "threads", "time"],
    ["the whole time is not its parts", csv("nranks,halo_ms,wall_ms", "1,4,9", "2,1,5"), "nranks", "wall_ms"],
    ["a simulated time did not elapse", csv("Time,ElapsedTime,Rank", "3,9,1", "4,5,2"), "Rank", "ElapsedTime"],
    [
      "speed-ups of every size, one of them lost",
      csv("n,p,time,speedup", "64,1,9,1", "64,2,5,1.8", "64,4,3,", "99,1,20,1", "99,2,11,1.82", "99,4,6,3.3"),
      "p",
      "time",
    ],
    ["an ideal was not measured", csv("cores,speedup,ideal speedup", "1,1,1", "2,1.8,2"), "cores", "speedup"],
  ])("are told from others: %s", (_, text, workersName, figureName) => {
    expect(readScalingTable(text, "t.csv", {})).toMatchObject({ workersName, figureName });
  });

  const HYPERFINE = csv(
    "command,mean,stddev,median,user,system,min,max,parameter_threads",
    "a,4.1,0.2,4,4,0.1,3.9,4.4,1",
    "b,2.1,0.1,2,4,0.1,1.9,2.4,2",
  );

  it("are a question in hyperfine's tables, whose figures are seconds", () => {
    expect(messageOf(HYPERFINE)).toBe(
      't.csv line 1: "mean" (4.1, 2.1) and "median" (4, 2) and "min" (3.9, 1.9) and "max" (4.4, 2.4) could be a throughput or a time of the whole work: say which with --y',
    );
    expect(readScalingTable(HYPERFINE, "t.csv", { y: "median" })).toMatchObject({
      kind: "time",
      workersName: "parameter_threads",
    });
  });

  it("take their kind from a column of units", () => {
    const jmh = (unit: string) =>
      csv("Benchmark,Threads,Score,Score Error (99.9%),Unit", `a,1,9,1,${unit}`, `a,2,17,1,${unit}`);
    expect(readScalingTable(jmh("ops/s"), "t.csv", {})).toMatchObject({ figureName: "Score", kind: "throughput" });
    expect(readScalingTable(jmh("ms/op"), "t.csv", {})).toMatchObject({ figureName: "Score", kind: "time" });
    expect(messageOf(jmh("ops"))).toContain('"Score" (9, 17) may be a throughput or a time');
  });

  it.each<[string, AskedColumns, string]>([
    [
      "workers,threads,throughput",
      {},
      '"workers" (1, 2) and "threads" (2, 3) could be a number of workers: say which with --x',
    ],
    ["nodes,tasks,time", {}, '"nodes" (1, 2) and "tasks" (2, 3) could be'],
    ["n,p,time", {}, '"n" (1, 2) and "p" (2, 3) could be'],
    [
      "nodes,ppn,time",
      {},
      '"nodes" (1, 2) and "ppn" (2, 3) could be a number of workers: say which with --x, or add a column with their product',
    ],
    ["P,Q,Gflops", {}, '"P" (1, 2) and "Q" (2, 3) could be'],
    [
      "a,b,throughput",
      {},
      'no column is named like a number of workers: say which with --x: there are "a" (1, 2); "b" (2, 3)',
    ],
    ["size,time", {}, "no column is named like a number of workers"],
    ["batch_size,rate", {}, "no column is named like a number of workers"],
    ["workers,a,b", {}, "no column is named like a throughput or a time of the whole work: say which with --y"],
    ["workers,user_s,sys_s", {}, '"user_s" (2, 3), CPU time, which adds up over the workers; "sys_s" (3, 4), CPU time'],
    ["workers,error_rate,hit_rate", {}, "no column is named like a throughput"],
    ["threads,time,matmul_s", {}, '"time" (2, 3) and "matmul_s" (3, 4) could be'],
    ["workers,rps,wall_s", {}, '"rps" (2, 3) and "wall_s" (3, 4) could be'],
    ["workers,throughput", { x: "cores" }, 'there is no column "cores" for --x: there are workers, throughput'],
    ["workers,throughput", { y: "workers" }, "no column is named like a number of workers"],
    ["workers,throughput", { x: "workers", y: "workers" }, "--x and --y are both"],
    ["clients,latency_ms", {}, "what one request waits"],
    ["threads,p99", {}, "what one request waits"],
    ["threads,efficiency", {}, "is a share, a count of events or a figure of one worker: give --kind"],
    ["threads,tasks_per_core", {}, '"tasks_per_core" (2, 3) could be a number of workers'],
    ["threads,b", {}, '"b" (2, 3) may be a throughput or a time: give --kind throughput or --kind time'],
  ])("are not guessed: %s, %j", (header, asked, message) => {
    const row = (first: number) => header.split(",").map((_, index) => first + index);
    const text = csv(header, row(1).join(), row(2).join());
    expect(messageOf(text, asked)).toContain("t.csv line 1: ");
    expect(messageOf(text, asked)).toContain(message);
  });

  it("called n are sizes where they start high", () => {
    expect(messageOf(csv("n,time", "1000,4", "2000,9"))).toContain(
      '"n" (1000, 2000) could be a number of workers: say',
    );
    expect(readScalingTable(csv("n,time", "1000,4", "2000,9"), "t.csv", { x: "n" }).workersName).toBe("n");
  });
});

describe("what does not fit in a table", () => {
  it.each([
    ["", "t.csv: is empty"],
    ["workers,throughput\n", "t.csv: has no rows"],
    ["1,20\n4,78\n", "t.csv line 1: holds figures: the first line must name the columns"],
    ["workers\n1\n", "t.csv line 1: has one column"],
    ["workers,throughput,throughput\n1,2,3\n", 'the column "throughput" is there twice'],
    ["workers,throughput\n1,20\n4\n", "t.csv line 3: has 1 fields: the header names 2 columns"],
    ["workers,throughput\n1,20\n4,\n", "t.csv line 3: throughput is empty: must be a number above 0"],
    ["workers,throughput\n1,20\n\n4,NA\n", 't.csv line 4: throughput is "NA"'],
    ["workers,throughput\n0,20\n", 't.csv line 2: workers is "0"'],
    ["workers,throughput\n1e12,20\n", 't.csv line 2: workers is "1e12": must be a number from 0.001 to 1000000000'],
    ["workers,throughput\n1,1e40\n", 't.csv line 2: throughput is "1e40"'],
    ["workers,throughput\n1,-3\n", 't.csv line 2: throughput is "-3"'],
    ['workers,throughput\n1,"1,878.91"\n', 't.csv line 2: throughput is "1,878.91"'],
    ["workers,throughput\n1,1e999\n", 't.csv line 2: throughput is "1e999"'],
    ["workers,throughput\n1,\u001b[2Jx\n", 't.csv line 2: throughput is "\\u001b[2Jx"'],
  ])("%j names the place", (text, message) => {
    expect(messageOf(text)).toContain(message);
  });

  it.each([
    ["semicolons and decimal commas", "threads;time (s)\n1;10,5\n2;5,25\n", [10.5, 5.25], []],
    [
      "tabs and times of the shell",
      "threads\treal\n1\t1m10.5s\n2\t0m35,25s\n",
      [70.5, 35.25],
      ["real was read in seconds."],
    ],
    ["times of clocks", "nodes,Walltime\n1,1:02:03\n2,31:01.5\n", [3723, 1861.5], ["Walltime was read in seconds."]],
    ["figures with their units", "nodes,time_ms\n1,70\n2,0.05 s\n", [0.07, 0.05], ["time_ms was read in seconds."]],
    ["comments", "# 2 nodes\nthreads,time\n1,9\n# warm\n2,5\n", [9, 5], null],
  ])("reads %s", (_, text, figures, notes) => {
    const table = readScalingTable(text, "t.csv", {});
    expect(table.rows.map(({ figure }) => figure)).toEqual(figures);
    if (notes === null) expect(table.notes).toHaveLength(2);
    else expect(table.notes).toEqual(notes);
  });

  it.each([
    ["threads;time\n1;1,234\n2;1,100\n", 'time is "1,234", which may be 1.234 or 1234'],
    ["threads,time\n1,9\n2,5\nmean,7\n", "is a line of totals"],
    ["threads,time\n1,9\n2,0m0s\n", 'time is "0m0s"'],
  ])("%j is refused rather than guessed", (text, message) => expect(messageOf(text)).toContain(message));

  it("keeps fractions, exponents, quotes, spaces and a byte order mark", () => {
    const text = '\ufeff"workers", throughput \r\n 1.5,"2e3"\r\n';
    expect(readScalingTable(text, "t.csv", {}).rows).toEqual([{ workers: 1.5, figure: 2000 }]);
  });
});

const MIXED = csv(
  "size,threads,mpi_s,time",
  ...["100,1,0.00,1.0", "100,2,0.00,0.6", "100,4,0.01,0.4", "100,8,0.02,0.35"],
  ...["1000,1,0.00,10", "1000,2,0.00,5.2", "1000,4,0.01,2.7", "1000,8,0.02,1.5"],
);

describe("levels that the rows mix", () => {
  it("are named with their values, and measurements beside them are none", () => {
    expect(readScalingTable(MIXED, "t.csv", { y: "time" }).mixed).toEqual([{ name: "size", values: ["100", "1000"] }]);
  });

  it.each([
    ["words", csv("lib,threads,time", "omp,1,9", "tbb,1,8", "omp,2,5", "tbb,2,4"), ["lib"]],
    ["two columns alike", csv("n,name,threads,time", "1,a,1,9", "2,b,1,8", "1,a,2,5", "2,b,2,4"), ["n"]],
    [
      "sizes of which the large lack few workers",
      csv("width,p,time", "1,1,9", "1,2,9", "1,4,5", "2,2,4", "2,4,4", "2,8,4"),
      ["width"],
    ],
    ["repeats are none", csv("run,threads,time", "1,1,9", "2,1,8", "1,2,5", "2,2,4"), []],
    ["what follows from the workers is none", csv("host,threads,time", "a,1,9", "a,2,8", "b,4,5", "b,8,4"), []],
    ["a command a row is none", csv("command,threads,time", "x 1,1,9", "x 2,2,8", "x 4,4,5"), []],
    [
      "a rounded measurement is none",
      csv("gb,threads,time", "2,1,9", "2,1,9", "3,1,9", "2,2,5", "3,2,5", "3,2,5", "3,4,3", "3,4,3", "3,4,3"),
      [],
    ],
  ])("%s", (_, text, names) => {
    expect(readScalingTable(text, "t.csv", {}).mixed.map(({ name }) => name)).toEqual(names);
  });

  it("are fitted alone with --only", () => {
    const { rows, only, mixed } = readScalingTable(MIXED, "t.csv", { only: "size=1e3" });
    expect(rows.map(({ figure }) => figure)).toEqual([10, 5.2, 2.7, 1.5]);
    expect([only, mixed]).toEqual([{ size: "1000" }, []]);
    const odd = csv('"a=b",c,threads,time', '"x,y",1,2,3', "x,1,4,5", '"x,y",2,6,7');
    expect(readScalingTable(odd, "t.csv", { only: "a=b=x,y, c=2" }).rows).toEqual([{ workers: 6, figure: 7 }]);
  });

  it.each([
    ["size=10", "no row has size = 10, as --only asks: there are 100, 1000"],
    [
      "Size=100",
      '--only has "Size=100": write <column>=<value>, such as size=100: there are size, threads, mpi_s, time',
    ],
    ["size=100,time=10", "no row is size=100,time=10, as --only asks"],
  ])("--only %s is the user's mistake", (only, message) => {
    expect(messageOf(MIXED, { only })).toContain(message);
  });
});

describe("work that grows with the workers", () => {
  it.each([
    ["n,p,time", ["10,1,9", "20,2,9", "50,4,9"], null],
    ["n,threads,time", ["10,1,9", "20,2,9", "40,4,9"], "n grows with the workers"],
    ["dofs,ranks,time", ["4225,1,9", "16641,4,9"], "dofs grows with the workers"],
    ["cells,threads,time", ["10,1,9", "20,2,9", "80,4,9"], null],
    ["memory,threads,time", ["10,1,9", "20,2,9", "40,4,9"], null],
    ["weak_efficiency,threads,time", ["1,1,9", "0.9,2,9"], "weak_efficiency says weak scaling"],
  ])("is known by sizes or by a column's name: %s", (header, rows, growing) => {
    expect(readScalingTable(csv(header, ...rows), "t.csv", { x: header.split(",")[1] }).growing).toBe(growing);
  });

  it.each([
    ["results/weak.csv", "weak.csv says weak scaling"],
    ["mpi-weak_scaling.csv", "mpi-weak_scaling.csv says weak scaling"],
    ["weak/strong.csv", null],
    ["tweaks.csv", null],
    ["weakref.csv", null],
  ])("is known by the name of the file: %s", (file, growing) => {
    expect(readScalingTable("threads,time\n1,9\n2,9\n", file, {}).growing).toBe(growing);
  });
});
