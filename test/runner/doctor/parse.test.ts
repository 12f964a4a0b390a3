import { describe, expect, it } from "vitest";
import {
  availableBytes,
  battery,
  boost,
  busyCores,
  heatThrottles,
  pressure,
  steal,
  swap,
} from "../../../src/runner/doctor/parse.js";

/** A made-up system: its files by path. */
function system(files: Record<string, string>) {
  const read = (path: string) => files[path] ?? null;
  const list = (folder: string) => [
    ...new Set(
      Object.keys(files)
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1).split("/")[0] ?? ""),
    ),
  ];
  return { read, list };
}

const MEMINFO =
  "MemTotal:       16000000 kB\nMemAvailable:   12000000 kB\nSwapTotal:       2000000 kB\nSwapFree:        1500000 kB\n";

it("busyCores adds up the share of each core that was not idle", () => {
  const times = (user: number, idle: number) => ({ user, nice: 0, sys: 0, irq: 0, idle });
  expect(busyCores([times(0, 0), times(50, 50)], [times(500, 500), times(50, 1_050)])).toBe(0.5);
  expect(busyCores([times(1, 1)], [times(1, 1)])).toBe(0);
  expect(busyCores([], [times(500, 500)])).toBe(0);
});

describe("steal", () => {
  const stat = (idle: number, stolen: number) =>
    `cpu  100 0 50 ${idle} 0 0 0 ${stolen} 7 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n`;

  it("is a share of all time, guests left out as they are counted twice", () => {
    const { now, sinceStart } = steal(stat(800, 50), stat(890, 60)) ?? { now: -1, sinceStart: -1 };
    expect(now).toBeCloseTo(0.1, 9);
    expect(sinceStart).toBeCloseTo(60 / 1_100, 9);
  });

  it("is not told without the file, or in an old form of it", () => {
    expect([steal(null, null), steal("cpu 1 2 3 4", "cpu 1 2 3 4")]).toEqual([null, null]);
    expect(steal(stat(800, 50), stat(800, 50))?.now).toBe(0);
  });
});

it("boost reads Intel's switch the other way round, else the common one", () => {
  const cpu = "/sys/devices/system/cpu";
  expect(boost(system({ [`${cpu}/intel_pstate/no_turbo`]: "0\n", [`${cpu}/cpufreq/boost`]: "0" }).read)).toBe(true);
  expect(boost(system({ [`${cpu}/intel_pstate/no_turbo`]: "1\n" }).read)).toBe(false);
  expect(boost(system({ [`${cpu}/cpufreq/boost`]: "1\n" }).read)).toBe(true);
  expect(boost(system({}).read)).toBeNull();
});

it("heatThrottles adds up the counts of the cores", () => {
  const cpu = "/sys/devices/system/cpu";
  const counts = {
    [`${cpu}/cpu0/thermal_throttle/core_throttle_count`]: "3\n",
    [`${cpu}/cpu11/thermal_throttle/core_throttle_count`]: "4\n",
    [`${cpu}/cpufreq/thermal_throttle/core_throttle_count`]: "9\n",
  };
  const { read, list } = system(counts);
  expect(heatThrottles(read, list)).toBe(7);
  expect(heatThrottles(system({}).read, system({}).list)).toBeNull();
});

it("memory and swap come from /proc/meminfo, in bytes", () => {
  expect(availableBytes(MEMINFO)).toBe(12e6 * 1_024);
  expect(availableBytes(null)).toBeNull();
  const pages = (incoming: number, outgoing: number) => `pswpin ${incoming}\npswpout ${outgoing}\n`;
  expect(swap(MEMINFO, pages(5, 5), pages(15, 25), 2)).toEqual({
    totalBytes: 2e6 * 1_024,
    usedBytes: 5e5 * 1_024,
    pagesPerSecond: 15,
  });
  expect(swap(null, null, null, 1)).toBeNull();
});

it("pressure is a share; what is not there is null, and nothing at all where none is", () => {
  const line = (share: string) =>
    `some avg10=${share} avg60=0.00 avg300=0.00 total=1\nfull avg10=9.99 avg60=0 avg300=0 total=0\n`;
  const { read } = system({ "/proc/pressure/cpu": line("12.50"), "/proc/pressure/io": line("0.00") });
  expect(pressure(read)).toEqual({ cpu: 0.125, memory: null, io: 0 });
  expect(pressure(system({}).read)).toBeNull();
});

describe("battery", () => {
  const supply = (name: string, files: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(files).map(([file, text]) => [`/sys/class/power_supply/${name}/${file}`, `${text}\n`]),
    );
  const of = (files: Record<string, string>) => battery(system(files).read, system(files).list);

  it.each([
    ["nothing listed", {}, null],
    ["mains alone", supply("AC", { type: "Mains", online: "1" }), "none"],
    [
      "discharging",
      { ...supply("AC", { type: "Mains" }), ...supply("BAT0", { type: "Battery", status: "Discharging" }) },
      "discharging",
    ],
    ["full", supply("BAT0", { type: "Battery", status: "Full" }), "charging"],
    ["a mouse's", supply("hid", { type: "Battery", scope: "Device", status: "Discharging" }), "none"],
  ])("%s", (_what, files, expected) => expect(of(files as Record<string, string>)).toBe(expected));
});
