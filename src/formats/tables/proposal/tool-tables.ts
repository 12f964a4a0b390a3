import type { Table } from "../table.js";

/** Tables that tools write beside a file with every repeat: their columns, and how to have the file. */
const TOOLS = [
  {
    tool: "JMH",
    columns: ["Benchmark", "Mode", "Threads", "Samples", "Score", "Unit"],
    advice: "-rf json writes every repeat, for scalebook import jmh",
  },
  {
    tool: "hyperfine",
    columns: ["command", "mean", "stddev", "median", "user", "system", "min", "max"],
    advice: "--export-json writes every repeat, for scalebook import hyperfine",
  },
  {
    tool: "Google Benchmark",
    columns: ["name", "iterations", "real_time", "cpu_time", "time_unit"],
    advice:
      "--benchmark_out=<file> --benchmark_out_format=json writes every repeat, for scalebook import google-benchmark",
  },
  {
    tool: "BenchmarkDotNet",
    columns: ["Method", "Job", "Mean", "Error"],
    advice: "--exporters fullJson writes every repeat, for scalebook import benchmark-dotnet",
  },
];

/** Advice on a table of a tool that can write more than its table holds; empty for other tables. */
export function toolAdvice({ names }: Pick<Table, "names">): string {
  const found = TOOLS.find(({ columns }) => columns.every((name) => names.includes(name)));
  return found === undefined ? "" : `\nThis table of ${found.tool} holds means: ${found.advice}.`;
}
