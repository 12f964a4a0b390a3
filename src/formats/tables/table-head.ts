import { largest } from "../../record/limits/extremes.js";
/** What stands between the columns of a table; a space stands for any number of them. */
export type Separator = "," | ";" | "\t" | " ";

const MARKS = [",", ";", "\t"] as const;

/** Longest part of a line that is looked at to find the separator; lines may have megabytes. */
const LONGEST_LOOK = 10_000;

/** Most lines of text above a header. */
const MOST_ABOVE = 40;

const SEPARATOR_LINE = /^"?sep=[,;\t]"?$/i;

/** A table without what stands above its header. */
interface TableHead {
  /** The text from the header on, on the same lines as before. */
  body: string;
  separator: Separator;
  /** Texts of the comments above the header. */
  comments: string[];
}

/**
 * Finds the header of a table: the first line that is neither blank nor a comment (`#`), or, where figures follow a comment
 * of as many names, that comment. A line `sep=;`, as spreadsheets know it, says the separator.
 */
export function headOf(text: string): TableHead {
  const { above, body, breaks } = belowPreamble(splitAtHeader(text.replace(/^\ufeff/, "")));
  const told = above.map((line) => /^"?sep=([,;\t])"?$/i.exec(line)?.[1]).find((mark) => mark !== undefined);
  const comments = above
    .filter((line) => line !== "" && !SEPARATOR_LINE.test(line))
    .map((line) => line.replace(/^#+\s*/, ""));
  const [first = "", second = ""] = linesOf(body);
  const named = comments.at(-1) ?? "";
  if (isHeaderOf(named, first)) {
    const place = above.findLastIndex((line) => line.startsWith("#"));
    const lines = [...breaks.slice(0, place), named + breaks[place], ...breaks.slice(place + 1)];
    return { body: lines.join("") + body, separator: separatorOf(named, first), comments: comments.slice(0, -1) };
  }
  return {
    body: breaks.join("") + body,
    separator: (told as Separator | undefined) ?? separatorOf(first, second),
    comments: comments.filter(Boolean),
  };
}

/** Lines above the header, trimmed, with their line breaks, and the text from the header on. */
function splitAtHeader(text: string): { above: string[]; breaks: string[]; body: string } {
  const above: string[] = [];
  const breaks: string[] = [];
  const line = /([^\r\n]*)(\r\n|\n|\r)/y;
  for (;;) {
    const start = line.lastIndex;
    const [, content = "x", lineBreak = ""] = line.exec(text) ?? [];
    const plain = content.trim();
    if (plain !== "" && !plain.startsWith("#") && !SEPARATOR_LINE.test(plain)) {
      return { above, breaks, body: text.slice(start) };
    }
    above.push(plain);
    breaks.push(lineBreak);
  }
}

/**
 * Passes over lines of text above the header, as Google Benchmark writes them on the machine: a first line of one column, and
 * below it two of several columns, as many each.
 */
function belowPreamble(split: ReturnType<typeof splitAtHeader>): ReturnType<typeof splitAtHeader> {
  const parts = split.body.slice(0, MOST_ABOVE * LONGEST_LOOK).split(/(\r\n|\n|\r)/);
  const lines = parts.filter((_, index) => index % 2 === 0).slice(0, MOST_ABOVE);
  const columns = lines.map((line) => largest(MARKS.map((mark) => partsOf(line, mark).length)));
  const isWords = partsOf(lines[0] ?? "", " ").length === partsOf(lines[1] ?? "", " ").length;
  const header = columns.findIndex((count, index) => count > 2 && columns[index + 1] === count);
  if (columns[0] !== 1 || isWords || header < 1) return split;
  return {
    above: [...split.above, ...lines.slice(0, header).map((line) => line.trim())],
    breaks: [...split.breaks, ...parts.filter((_, index) => index % 2 === 1).slice(0, header)],
    body: parts.slice(2 * header).join("") + split.body.slice(MOST_ABOVE * LONGEST_LOOK),
  };
}

/** The first two lines that are not blank, as far as they are looked at. */
function linesOf(body: string): string[] {
  const lines = body.slice(0, 2 * LONGEST_LOOK).split(/\r\n|\n|\r/);
  return lines.filter((line) => line.trim() !== "").slice(0, 2);
}

/** Whether a comment names the columns of a line of figures. */
function isHeaderOf(comment: string, first: string): boolean {
  const separator = separatorOf(comment, first);
  const [names, fields] = [comment, first].map((line) => partsOf(line, separator)) as [string[], string[]];
  const isFigure = (part: string) => /^[+-]?[\d.,]+(?:e[+-]?\d+)?$/i.test(part);
  const named = names.length > 1 && names.every((name) => name !== "" && !isFigure(name));
  return named && names.length === fields.length && fields.some(isFigure);
}

/** The separator of most columns; one that parts the next line into as many fields comes first. */
function separatorOf(header: string, next: string): Separator {
  const counted = MARKS.map((mark) => {
    const [names, fields] = [header, next].map((line) => partsOf(line, mark).length) as [number, number];
    return { mark, names, agrees: names === fields };
  }).filter(({ names }) => names > 1);
  const [best] = counted.sort((a, b) => Number(b.agrees) - Number(a.agrees) || b.names - a.names);
  if (best) return best.mark;
  const words = [header, next].map((line) => partsOf(line, " ").length);
  return (words[0] ?? 0) > 1 && words[0] === words[1] ? " " : ",";
}

function partsOf(line: string, separator: Separator): string[] {
  const plain = line.slice(0, LONGEST_LOOK).replace(/"[^"]*"/g, "x");
  return separator === " " ? plain.trim().split(/\s+/) : plain.split(separator).map((part) => part.trim());
}
