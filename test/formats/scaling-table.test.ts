import { describe, expect, it } from "vitest";
import type { AskedColumns } from "../../src/formats/scaling-columns.js";
import { readScalingTable } from "../../src/formats/scaling-table.js";
import { UserError } from "../../src/user-error.js";

function messageOf(text: string, asked: AskedColumns = {}): string {
  try {
    readScalingTable(text, "t.csv", asked);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "accepted";
}

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
    ["workers,wall_s", 0, "time"],
    ["wall_s,workers", 1, "time"],
    ["cores,Time (ms)", 0, "time"],
    ["n,seconds", 0, "time"],
    ["nodes,elapsed", 0, "time"],
    ["x,elapsed", 0, "time"],
  ])("are found by name in %s", (header, x, kind) => {
    const table = readScalingTable(`${header}\n2,3\n`, "t.csv", {});
    expect(table.rows).toEqual([x === 0 ? { workers: 2, figure: 3 } : { workers: 3, figure: 2 }]);
    expect(table.kind).toBe(kind);
    expect(table.notes).toEqual([]);
  });

  it("are the only two there are, whatever their names, and the reading is said", () => {
    const { rows, kind, notes } = readScalingTable("a,b\n2,3\n", "t.csv", {});
    expect(rows).toEqual([{ workers: 2, figure: 3 }]);
    expect(kind).toBe("throughput");
    expect(notes.join()).toContain('"b" was read as throughput');
  });

  it("are x and y, whichever stands first", () => {
    expect(readScalingTable("y,x\n2,3\n", "t.csv", {}).rows).toEqual([{ workers: 3, figure: 2 }]);
  });

  it("are those that were asked for", () => {
    const text = "workers,threads,throughput,seconds,comment\n1,2,3,4,x\n";
    const asked = readScalingTable(text, "t.csv", { x: "Threads", y: "seconds" });
    expect(asked).toMatchObject({ rows: [{ workers: 2, figure: 4 }], kind: "time", workersName: "threads" });
    expect(readScalingTable(text, "t.csv", { x: "threads", y: "seconds", kind: "throughput" }).kind).toBe("throughput");
    expect(readScalingTable(text, "t.csv", { x: "workers", kind: "time" }).figureName).toBe("seconds");
  });

  it.each<[string, AskedColumns, string]>([
    ["workers,threads,throughput", {}, '"workers" and "threads" could be that: say which with --x'],
    [
      "a,b,throughput",
      {},
      "no column is named like a number of workers: say which with --x: there are a, b, throughput",
    ],
    ["workers,a,b", {}, "no column is named like a throughput or a time: say which with --y"],
    ["workers,user_s,sys_s", {}, '"user_s" and "sys_s" could be that'],
    ["workers,throughput", { x: "cores" }, 'there is no column "cores" for --x: there are workers, throughput'],
    ["workers,throughput", { y: "workers" }, "no column is named like a number of workers"],
    ["workers,throughput", { x: "workers", y: "workers" }, "--x and --y are both"],
    ["clients,latency_ms", {}, "what one request waits"],
  ])("are not guessed: %s, %j", (header, asked, message) => {
    expect(messageOf(`${header}\n${header.replace(/[^,]+/g, "1")}\n`, asked)).toContain(`t.csv line 1: `);
    expect(messageOf(`${header}\n${header.replace(/[^,]+/g, "1")}\n`, asked)).toContain(message);
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

  it("keeps fractions, exponents, quotes, spaces and a byte order mark", () => {
    const text = '\ufeff"workers", throughput \r\n 1.5,"2e3"\r\n';
    expect(readScalingTable(text, "t.csv", {}).rows).toEqual([{ workers: 1.5, figure: 2000 }]);
  });
});

it("warns of rows that are not of one kind", () => {
  const text = "strategy,machine,run,workers,wall_s\npool,host,1,1,9\nthread,host,2,2,5\n";
  expect(readScalingTable(text, "t.csv", {}).notes).toEqual([
    'The rows have 2 kinds of "strategy", and are fitted as one: split the table first.',
  ]);
});
