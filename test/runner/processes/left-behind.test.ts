import { describe, expect, it } from "vitest";
import { endMarked, marked, markOf, unmarked } from "../../../src/runner/processes/left-behind.js";

const FOLDER = "/tmp/scalebook-run-Ab12Cd";

/** A machine of processes with their environments and groups; what is ended is gone, and others may come meanwhile. */
function machine(processes: Record<string, { environment: string[]; group: number; name?: string; next?: string }>) {
  const there = new Set(
    Object.keys(processes).filter((pid) => !Object.values(processes).some((one) => one.next === pid)),
  );
  const read: string[] = [];
  const ended: number[] = [];
  return {
    ended,
    read,
    table: {
      readFolder: () => [...there, "self", "meminfo"],
      readText(path: string) {
        const [, , pid = "", file] = path.split("/");
        const one = processes[pid];
        if (one === undefined) throw new Error("ENOENT");
        read.push(path);
        if (file === "environ") return one.environment.map((text) => `${text}\0`).join("");
        return `${pid} (${one.name ?? "sleep"}) S 1 ${one.group} ${one.group} 0`;
      },
      endTree(group: number) {
        ended.push(group);
        for (const [pid, one] of Object.entries(processes)) {
          if (one.group !== group) continue;
          there.delete(pid);
          if (one.next !== undefined) there.add(one.next);
        }
      },
    },
  };
}

describe("processes that carry the mark of a recording", () => {
  const mark = markOf(FOLDER);

  it("have it from the environment, which is as it was without", () => {
    const environment = marked({ TZ: "UTC" }, FOLDER);
    expect(Object.entries(environment).map((pair) => pair.join("="))).toContain(mark);
    expect(unmarked(environment)).toEqual({ TZ: "UTC" });
  });

  it("are ended by their groups, with those that they start meanwhile, and named", () => {
    const { table, ended } = machine({
      4: { environment: ["A=1", mark], group: 4, name: "serve (x) \x1b[2J", next: "6" },
      5: { environment: ["A=1", `X${mark}`], group: 5 },
      6: { environment: [mark], group: 6 },
    });
    expect(endMarked(mark, table, { known: new Set(), ended: new Set() })).toEqual(["serve (x) ?[2J", "sleep"]);
    expect(ended).toEqual([4, 6]);
  });

  it("are looked for among those that are new, and not in a group that was ended", () => {
    const { table, read, ended } = machine({
      7: { environment: [mark], group: 7 },
      8: { environment: [mark], group: 8 },
    });
    const known = new Set(["7", "99"]);
    expect(endMarked(mark, table, { known, ended: new Set([8]) })).toEqual([]);
    expect([read, ended, [...known]]).toEqual([["/proc/8/environ", "/proc/8/stat"], [], ["7", "8"]]);
  });

  it("are none where the system does not tell", () => {
    const none = () => {
      throw new Error("ENOENT");
    };
    expect(
      endMarked(mark, { readFolder: none, readText: none, endTree: none }, { known: new Set(), ended: new Set() }),
    ).toEqual([]);
  });
});
