import { killTree } from "./process-tree.js";

/** Keeps the list of living hosts, told line by line; when the input ends, ends them and itself. */
const hosts = new Set<number>();
let rest = "";

process.stdin.setEncoding("latin1");
process.stdin.on("data", (chunk: string) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) {
    const pid = Number(line.slice(1));
    if (line.startsWith("+")) hosts.add(pid);
    else hosts.delete(pid);
  }
});
process.stdin.on("end", () => {
  for (const pid of hosts) killTree(pid);
});
