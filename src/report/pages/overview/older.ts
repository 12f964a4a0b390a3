import { formatDay } from "../../../words/date.js";
import { whole } from "../../../words/number.js";
import type { ListedRun } from "../../archive/run-entry.js";
import { type Frame, type Page, rootOf } from "../../page-model/page.js";
import type { Link } from "../../page-model/paths.js";
import type { TableModel } from "../../tables/table.js";

/** Items that a page about many runs shows itself, at least. */
const NEWEST = 100;
/** Items on a page of older ones: a full page never changes again, however many runs follow. */
const PORTION = 200;

/** Some of the items of a long list, newest first. */
export interface Portion<T> {
  /** 1 for the oldest. */
  number: number;
  items: readonly T[];
}

/** A long list in parts: the newest items for the page itself, the others in portions of equal size, newest first. */
export function portionsOf<T>(newestFirst: readonly T[]): { newest: readonly T[]; older: Portion<T>[] } {
  const full = Math.max(0, Math.floor((newestFirst.length - NEWEST) / PORTION));
  const { length } = newestFirst;
  const older = Array.from({ length: full }, (_, index): Portion<T> => {
    const end = length - index * PORTION;
    return { number: index + 1, items: newestFirst.slice(end - PORTION, end) };
  });
  return { newest: newestFirst.slice(0, length - full * PORTION), older: older.reverse() };
}

/** Path of a portion of the list of a page. */
function olderPath(path: string, number: number): string {
  return path.replace(/index\.html$/, `older-${number}/index.html`);
}

/** Links from a page to the portions of its list. */
export function olderLinks<T>(path: string, older: readonly Portion<T>[], dateOf: (item: T) => string): Link[] {
  return older.map(({ number, items }) => ({
    href: rootOf(path) + olderPath(path, number),
    text: spanWords(items, dateOf),
  }));
}

/** The page of one portion. */
export interface OlderPage<T> {
  portion: Portion<T>;
  page: () => Page;
}

/** The older runs of a study, a machine or the site, a page a portion. */
export type OlderRuns = OlderPage<ListedRun>[];

interface OlderList<T> {
  newestFirst: readonly T[];
  /** The page that the list belongs to. */
  path: string;
  title: string;
  section: Frame["section"];
  dateOf: (item: T) => string;
  tableOf: (items: readonly T[], root: string) => TableModel;
}

/** The older items of a long list, a page a portion. */
export function olderPages<T>({ newestFirst, path, title, section, dateOf, tableOf }: OlderList<T>): OlderPage<T>[] {
  const back = { href: "../index.html", text: title };
  return portionsOf(newestFirst).older.map((portion) => ({
    portion,
    page: () => {
      const own = olderPath(path, portion.number);
      const heading = spanWords(portion.items, dateOf);
      const table = { ...tableOf(portion.items, rootOf(own)), fold: "" };
      return {
        path: own,
        template: "older",
        title: `${title}: ${heading}`,
        description: heading,
        section,
        body: { heading, back, table },
      };
    },
  }));
}

/** "200 runs, 1 Jan 2020 to 20 Feb 2020". */
function spanWords<T>(newestFirst: readonly T[], dateOf: (item: T) => string): string {
  const [first, last] = [newestFirst.at(-1), newestFirst[0]].map((item) =>
    item === undefined ? "" : formatDay(dateOf(item)),
  );
  return `${whole(newestFirst.length)} runs, ${first === last ? `on ${first}` : `${first} to ${last}`}`;
}
