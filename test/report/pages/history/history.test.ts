import { describe, expect, it } from "vitest";
import { followSeries } from "../../../../src/analysis/history/follow.js";
import { historyChart } from "../../../../src/report/charts/kinds/history.js";
import { createRenderer } from "../../../../src/report/charts/output/render.js";
import { NO_ADDRESS, parseAddress } from "../../../../src/report/page-model/site-address.js";
import {
  changeItems,
  recentChanges,
  seriesChangesTable,
} from "../../../../src/report/pages/history/history-changes.js";
import { median } from "../../../../src/stats/median.js";
import { daysOf, noisy, seriesFrom } from "../../../analysis/history/days.js";

const slower = followSeries(seriesFrom(daysOf(24, (day) => (day < 12 ? {} : { heavier: 1.2, commit: "b" }))));
const fresh = followSeries(seriesFrom(daysOf(21, (day) => ({ heavier: day < 16 ? 1 : 0.8 }))));
const level = followSeries(seriesFrom(daysOf(10, () => ({}))));
const moody = followSeries(
  seriesFrom(daysOf(30, (day) => ({ mood: noisy(15), control: true, heavier: day < 15 ? 1 : 1.1 }))),
);
const percentOf = ({ changes }: typeof slower) => `${Math.abs(changes.at(-1)?.changePercent ?? 0).toFixed(1)} %`;

describe("the chart of a series", () => {
  it("is titled by its last change, and says where one is only suspected", () => {
    expect(historyChart(slower).title).toMatch(new RegExp(`: ${percentOf(slower)} more time since 13 Jan 2026$`));
    expect(fresh.changes.at(-1)?.confirmed === null).toBe(historyChart(fresh).title.endsWith(", suspected"));
    expect(historyChart(fresh).title).toContain(`${percentOf(fresh)} less time since 17 Jan 2026`);
    expect(historyChart(level).title).toContain("in the latest of 10 runs");
  });

  it("draws a line for each level, none where there is one level, and says what the small points are", async () => {
    const render = await createRenderer();
    const rules = (followed: typeof slower) => JSON.stringify(historyChart(followed).spec).match(/"level":[0-9.]+/g);
    expect(rules(slower)).toHaveLength(2);
    expect(rules(level)).toBeNull();
    expect(historyChart(slower).subtitle).toContain("Lines: levels");
    expect(historyChart(moody).subtitle).toContain("small: as timed");
    const drawn = await render(historyChart(moody).spec, { id: "h", labelledBy: "t" });
    expect(drawn).toContain("<svg");
  });
});

describe("the chart of a long series", () => {
  const long = followSeries(seriesFrom(daysOf(640, (day) => ({ heavier: day < 40 ? 1 : 1.2 }))));
  const { spec, table, subtitle, title } = historyChart(long);
  const rows = (spec as { layer: { data: { values: Record<string, unknown>[] } }[] }).layer.map(
    (one) => one.data.values,
  );

  it("shows all of it, a point for several runs, and says so", () => {
    expect(subtitle).toContain("A point for 5 runs in a row: the median of their medians");
    expect(subtitle).toContain("bars: the lowest and the highest of them");
    expect(title).toContain("since 10 Feb 2026");
    expect(table.rows).toHaveLength(128);
    expect(table.rows.map(([, , , runs]) => Number(runs)).reduce((sum, runs) => sum + runs, 0)).toBe(640);
    const levels = rows.flat().filter(({ level }) => level !== undefined);
    expect(levels.map(({ x, end }) => [x, end])).toEqual([
      [0.5, 40.5],
      [40.5, 640.5],
    ]);
  });

  it("gives each point the median of its runs, and their lowest and highest", () => {
    const medians = long.series.points.slice(-5).map(({ cell }) => cell.medianMs as number);
    const points = rows.flat().filter(({ low, y }) => low !== undefined && y !== undefined);
    expect(points.at(-1)).toMatchObject({
      x: 638,
      y: median(medians),
      low: Math.min(...medians),
      high: Math.max(...medians),
    });
  });

  it("draws its pale bars as one broken line", async () => {
    const render = await createRenderer();
    const drawn = await render(spec, { id: "h", labelledBy: "t" });
    const paths = drawn.match(/ d="(?:M[\d.,-]+L[\d.,-]+)+"/g) ?? [];
    expect(paths.map((path) => path.split("M").length - 1)).toContain(128);
  });
});

describe("the changes of series", () => {
  it("stand in a table with what changed beside them; a series without any has none", () => {
    const table = seriesChangesTable(slower, "");
    const [row, ...more] = table?.groups[0]?.rows ?? [];
    expect(more).toEqual([]);
    expect(row?.head.text).toBe("13 Jan 2026, 00:00 UTC");
    const cells = row?.cells.map(({ text }) => text) ?? [];
    expect(cells[0]).toBe(`+${percentOf(slower)}`);
    expect(cells.at(-2)).toContain("confirmed (12 runs");
    expect(cells.at(-1)).toMatch(/^the measured project's commit: a{12} to b{12}$/);
    expect(seriesChangesTable(level, "")).toBeNull();
  });

  it("stand in the overview, newest first", () => {
    const { recent, more } = recentChanges([slower, level, fresh, moody], "../");
    expect(recent.map(({ when }) => when)).toEqual([
      "17 Jan 2026, 00:00 UTC",
      "16 Jan 2026, 00:00 UTC",
      "13 Jan 2026, 00:00 UTC",
    ]);
    expect(recent.map(({ tone }) => tone)).toEqual(["faster", "slower", "slower"]);
    expect(recent[2]?.text).toMatch(new RegExp(`^Takes ${percentOf(slower)} more time`));
    expect(more).toBe(0);
  });

  it("come to the feed when they are confirmed, dated by the run that confirmed them", () => {
    const address = parseAddress({ siteUrl: "https://example.org/lab" });
    const items = changeItems([slower, level], address);
    expect(items).toHaveLength(1);
    const [change] = slower.changes;
    expect(items[0]).toMatchObject({
      at: change?.confirmed?.run.finishedAt,
      url: `https://example.org/lab/history/${slower.series.slug}/#since-${change?.first.run.id}`,
    });
    const sooner = followSeries(seriesFrom(daysOf(11, (day) => ({ heavier: day < 6 ? 1 : 1.3 }))));
    expect(sooner.changes).toHaveLength(1);
    expect(changeItems([sooner], address)).toEqual([]);
    expect(changeItems([slower], NO_ADDRESS)).toEqual([]);
  });
});
