import { machineMark } from "../../record/folder/machine-names.js";
import type { RunFacts } from "../../record/folder/run-facts.js";
import { nearest } from "../../record/schema/did-you-mean.js";
import { UserError } from "../../user-error.js";
import { experimentIds, type OptionValues, option } from "../command.js";

const STATUSES = ["complete", "interrupted", "failed"];

const studyFilter = option("--study <name>", "Of this study; * stands for any text, as in 'lab*'");
const furtherFilters = [
  option("--machine <name>", "Of the machine of this name or id, such as 3f9a2c"),
  option("--label <text>", "With this label"),
  option("--node <version>", "On this Node, such as 22 or 22.3.0"),
  option("--status <status>", "complete, interrupted or failed", STATUSES),
  option("--since <time>", "Started then or later: a date such as 2026-11-21, or 12h, 7d, 4w ago"),
  option("--until <time>", "Started before then"),
];

/** Options that choose among runs by all but their experiments. */
export const wholeRunFilters = [studyFilter, ...furtherFilters];

/** Options that choose among runs. Text is compared without regard to capitals; `*` stands for any text. */
export const filterOptions = [
  studyFilter,
  option("--experiment <id>", "With this experiment", experimentIds),
  ...furtherFilters,
];

/** Values of these options. */
export type FilterValues = OptionValues<typeof filterOptions>;

export type RunFilter = (run: RunFacts) => boolean;

/** The filter that the options make; every one of them must fit. Throws a UserError for one that cannot be read. */
export function filterOf(given: FilterValues, now: Date): RunFilter {
  const rules: RunFilter[] = [];
  const text = (pattern: string | undefined, valuesOf: (run: RunFacts) => readonly (string | undefined)[]) => {
    if (pattern === undefined) return;
    const fits = matcher(pattern);
    rules.push((run) => valuesOf(run).some((value) => value !== undefined && fits(value)));
  };
  text(given.study, ({ study }) => [study]);
  text(given.experiment, ({ experiments }) => experiments.map(({ id }) => id));
  text(given.machine, ({ machine }) => [machine.name, machine.id, machineMark(machine.id)]);
  text(given.label, ({ label }) => [label]);
  const { status } = given;
  if (status !== undefined) {
    if (!STATUSES.includes(status)) throw new UserError(`--status is "${status}": ${nearest(status, STATUSES)}`);
    rules.push((run) => run.status === status);
  }
  const node = given.node?.replace(/^v/, "");
  if (node !== undefined) rules.push(({ software }) => `${software.node ?? ""}.`.startsWith(`${node}.`));
  const [since, until] = [momentOf(given, "since", now), momentOf(given, "until", now)];
  if (since !== null) rules.push(({ startedAt }) => Date.parse(startedAt) >= since);
  if (until !== null) rules.push(({ startedAt }) => Date.parse(startedAt) < until);
  return (run) => rules.every((rule) => rule(run));
}

function matcher(pattern: string): (text: string) => boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const whole = new RegExp(`^${parts.join(".*")}$`, "is");
  return (text) => whole.test(text);
}

const HOUR_MS = 3_600_000;
const UNITS_MS: Readonly<Record<string, number>> = { h: HOUR_MS, d: 24 * HOUR_MS, w: 168 * HOUR_MS };

/** A date is the start of that day in UTC, as ids and lists give times in UTC. */
function momentOf(given: FilterValues, option: "since" | "until", now: Date): number | null {
  const text = given[option];
  if (text === undefined) return null;
  const [, amount, unit] = /^(\d{1,6})([hdw])$/.exec(text) ?? [];
  if (amount !== undefined && unit !== undefined) return now.getTime() - Number(amount) * (UNITS_MS[unit] ?? 0);
  const isDate = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?)?$/.test(text);
  const at = Date.parse(text.length > 10 && !text.endsWith("Z") ? `${text}Z` : text);
  if (isDate && !Number.isNaN(at)) return at;
  throw new UserError(
    `--${option} is "${text}": give a date such as 2026-11-21 or 2026-11-21T06:15, or 12h, 7d, 4w for ago`,
  );
}
