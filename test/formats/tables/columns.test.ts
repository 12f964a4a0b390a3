import { describe, expect, it } from "vitest";
import { importers } from "../../../src/formats/index.js";
import { importing } from "../imported.js";

const csv = importing(importers.csv, "t.csv");
const jsonl = importing(importers.jsonl, "t.jsonl");

/** The map that a message proposes. */
function proposed(message: string): string {
  return /--map ('[^']*'|\S+)\. Else/.exec(message)?.[1]?.replaceAll("'", "") ?? "";
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
      "n_procs=n-procs,n_threads=workers,time_taken=wall_s,mpi_times=mpi-times,problem_size=n",
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

  it("are not said to be guessed where no name says what a table needs", () => {
    expect(csv.message("p,T_p\n1,4.0\n2,2.1")).toContain("No name says the time: complete --map p=workers,T_p=-.");
    expect(csv.message("a,b\n1,4.0")).toContain("No name says the workers and the time: complete --map");
    expect(csv.message("Size,1 thread,2 threads\n10,4,2\n20,8,5")).toContain(
      "If 1, 2 are worker counts, give --wide workers.",
    );
  });

  it("are quoted for shells, and never hold an escape of the terminal", () => {
    expect(csv.message("it's,Time\n1,2")).toContain("--map 'it'\\''s=it-s,Time=wall_s'");
    const hostile = csv.message('\u001b[2J,"a,b",Time\n1,2,3');
    expect(hostile).toContain('rename "\\u001b[2J", "a,b", which --map cannot name');
    expect(hostile).not.toContain("\u001b");
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
