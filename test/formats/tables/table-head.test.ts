import { describe, expect, it } from "vitest";
import { importers } from "../../../src/formats/index.js";
import { importing } from "../imported.js";

const { cells, message, run } = importing(importers.csv, "t.csv");

let number = 0;
const plain = "strategy,workers,wall_s\na,1,4\na,2,2.5\nb,1,3\n";

describe("a table as other programs write it", () => {
  it.each([
    ["tabs", plain.replaceAll(",", "\t")],
    ["semicolons", plain.replaceAll(",", ";")],
    ["semicolons and decimal commas", plain.replaceAll(",", ";").replace("2.5", "2,5")],
    ["spaces", plain.replaceAll(",", "   ")],
    ["a line that says the separator", `sep=;\r\n${plain.replaceAll(",", ";")}`],
    ["comments above the header", `# host: box, "quoted"\n\n# by hand\n${plain}`],
    ["its header in a comment", `# by hand\n# ${plain}`],
    ["the header once more", `${plain.replace("b,", "strategy,workers,wall_s\nb,")}`],
    ["a comment between the rows", plain.replace("b,", "# second part\nb,")],
    ["rows that are numbered", plain.replace(/^(?=[ab])/gm, () => `${number++},`).replace(/^/, ",")],
    ["a comma at every end", plain.replaceAll("\n", ",\n")],
    ["a comma at every end but the header's", plain.replaceAll("\n", ",\n").replace("wall_s,", "wall_s")],
  ])("with %s", (_what, text) => {
    expect(cells(text)).toEqual(cells(plain));
  });

  it("says what it left out, and keeps comments", () => {
    const text = `# gcc -O2\n${plain}strategy,workers,wall_s\n# done\nb,2,2\n`;
    expect(run(text).origin?.note).toContain('Comments above its header: "gcc -O2".');
    const told: string[] = [];
    run(text, undefined, { tell: (sentence) => told.push(sentence) });
    expect(told.join(" ")).toContain(
      'Comments between its rows were left out: "# done". What they say of rows needs a column. A line that is the header again was',
    );
  });

  it.each([
    [plain.replace("b,1", "#b,1"), "t.csv line 4: begins with #: remove the line if it is a comment, or put its first"],
    [`${plain}Total,,9.5\n`, 't.csv line 5: is a line of totals ("Total"): remove it'],
    ["workers,wall_s\n1,0:04\n2,0:02\nTotal,0:06\n", 't.csv line 4: is a line of totals ("Total")'],
    [`${plain}sum,4,9.5\n`, 't.csv line 5: is a line of totals ("sum")'],
    [`${plain}mean,1.33,3.17\n`, 't.csv line 5: is a line of totals ("mean")'],
    [plain.replace("a,2,2.5", "a,2"), "t.csv line 3: has 2 fields: the header names 3 columns"],
    [
      `workers;wall_s\n1;1,234\n`,
      'line 2: wall_s is "1,234", which may be 1.234 or 1234: if commas are decimal, write this one as 1,2340; if not',
    ],
    [`workers;wall_s\n1;1,25\n2;1.5\n`, 'line 2: wall_s is "1,25", and wall_s is "1.5" in line 3'],
    [`workers;wall_s\n1;1.234,5\n`, 'line 2: wall_s is "1.234,5"'],
    [`workers;wall_s\n1;1,234,567\n`, 'line 2: wall_s is "1,234,567"'],
    [`workers;wall_s\n1,024;1,5\n`, 'line 2: workers is "1.024"'],
  ])("is refused where a figure could be misread: %j", (text, told) => {
    expect(message(text)).toContain(told);
  });

  it("takes a comma as decimal where another figure shows it", () => {
    const times = cells("workers;wall_s;user_ms\n1;1,234;0,5\n2;0,75;12,125\n").map(({ trials }) => trials[0]);
    expect(times).toMatchObject([
      { wallMs: 1234, userMs: 0.5 },
      { wallMs: 750, userMs: 12.125 },
    ]);
  });

  it("keeps a strategy whose name is that of a total", () => {
    expect(cells(`${plain}sum,2,2\nsum,4,1.5\n`)).toHaveLength(5);
    expect(cells(`${plain}sum,2,2\n`)).toHaveLength(4);
    expect(cells(`${plain}"#c",2,2\n`)[3]?.factors.strategy).toBe("#c");
  });

  it("may have text above its header, as Google Benchmark writes it into a file", () => {
    const text = `2024-05-01T10:00:00+02:00
Running ./bench
Run on (8 X 2400 MHz CPU s)
Load Average: 0.52, 0.58, 0.59
name,iterations,real_time,cpu_time,time_unit
"BM_sum/8",100,29.5,29.1,ns
`;
    const told: string[] = [];
    const map = "name=workload,iterations=-,real_time=wall_ns,cpu_time=-";
    const { experiments } = run(text, map, { workers: 1, tell: (sentence) => told.push(sentence) });
    expect(experiments[0]?.cells.map(({ trials }) => trials[0]?.wallMs)).toEqual([29.5e-6]);
    expect(told[0]).toContain('Comments above its header: "2024-05-01T10:00:00+02:00", "Running ./bench"');
    expect(() => run(text.replace("29.5", "x"), map, { workers: 1 })).toThrow("t.csv line 6: real_time is");
  });
});
