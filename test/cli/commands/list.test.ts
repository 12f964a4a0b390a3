import { expect, it } from "vitest";
import { folderOfRuns } from "./in-process.js";

const { dir, scalebook, write } = folderOfRuns();

it("tells machines of one name apart by the ids that --machine takes", async () => {
  const [one, other, alone] = [
    write(1, { machine: { id: "m-3f9a2c77", name: "lab" } }),
    write(2, { machine: { id: "m-0a1b2c3d", name: "lab" } }),
    write(3, { machine: { id: "m-4d5e6f70", name: "desk" } }),
  ];
  const list = async (...args: string[]) => (await scalebook("list", "--runs-dir", dir, ...args)).out;
  const rows = (await list()).split("\n");
  expect(rows.find((row) => row.startsWith(one))).toMatch(/ {2}lab \(3f9a2c\)$/);
  expect(rows.find((row) => row.startsWith(alone))).toMatch(/ {2}desk$/);
  const chosen: { id: string; machine: string }[] = JSON.parse(await list("--machine", "0a1b2c", "--json"));
  expect(chosen.map(({ id, machine }) => [id, machine])).toEqual([[other, "lab"]]);
});
