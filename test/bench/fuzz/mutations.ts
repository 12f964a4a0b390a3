/** Numbers from 0 to 1 from a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;
type Mutation = (text: string, random: Random) => string;

const CHARACTERS = '"{}[]:,;.-+eE0123456789 \t\nabnsuNI/\\µ%\u0000\u2212';
const NUMBERS = [
  ...["-1", "-0", "0", "1e999", "1e308", "1e-320", "NaN", "Infinity", "-inf", "nan", "null", "true", '""', "[]", "{}"],
  ...['"1.5"', "1,5", "1.234,5", "1 234", "1_000", "0x10", "007", "+5", ".5", "5.", "1e3", "3.2e11", "1e15", "1:02.5"],
  ...["9007199254740993", "123456789012345678901234567890", "0.1000000000000000055511151231257827", "5 ms", "٣", "1e"],
];
const TEXTS = [
  "",
  "ms",
  "us",
  "ns",
  "s",
  "h",
  "min",
  "second",
  "byte",
  "x",
  "1",
  "workers",
  "wall_s",
  "n",
  "a/b:4",
  "é",
];

const pick = <Item>(items: readonly Item[], random: Random): Item => items[Math.floor(random() * items.length)] as Item;

/** Replaces one match of a pattern, chosen at random. */
function replaceOne(text: string, pattern: RegExp, random: Random, by: (match: string) => string): string {
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return text;
  const match = pick(matches, random);
  return text.slice(0, match.index) + by(match[0]) + text.slice(match.index + match[0].length);
}

function atRandom(change: (text: string, at: number, random: Random) => string): Mutation {
  return (text, random) => change(text, Math.floor(random() * text.length), random);
}

const NUMBER = /-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/gi;
const KEY = /"[^"\\]*"(?=\s*:)/g;
const TEXT = /"[^"\\]*"(?!\s*:)/g;
const PAIR = /"[^"\\]*"\s*:\s*(?:"[^"\\]*"|-?[\d.]+(?:e[-+]?\d+)?|true|false|null)\s*,?/gi;
const LINE = /[^\n]*\n/g;
const FIELD = /[^,;\t\n]+/g;

/** What happens to files: by hand, by programs in between, and by accident. */
const mutations: readonly Mutation[] = [
  atRandom((text, at) => text.slice(0, at) + text.slice(at + 1)),
  atRandom((text, at, random) => text.slice(0, at) + pick([...CHARACTERS], random) + text.slice(at)),
  atRandom((text, at, random) => text.slice(0, at) + pick([...CHARACTERS], random) + text.slice(at + 1)),
  atRandom(
    (text, at) =>
      text.slice(0, at) +
      text
        .slice(at, at + 2)
        .split("")
        .reverse()
        .join("") +
      text.slice(at + 2),
  ),
  atRandom((text, at) => text.slice(0, at)),
  (text, random) => replaceOne(text, NUMBER, random, () => pick(NUMBERS, random)),
  (text, random) => replaceOne(text, NUMBER, random, () => pick(NUMBERS, random)),
  (text, random) => replaceOne(text, NUMBER, random, (number) => `-${number}`),
  (text, random) => replaceOne(text, NUMBER, random, (number) => number.replace(".", ",")),
  (text, random) => replaceOne(text, NUMBER, random, () => replaceable(text, NUMBER, random)),
  (text, random) => replaceOne(text, KEY, random, () => replaceable(text, KEY, random)),
  (text, random) => replaceOne(text, KEY, random, (key) => `${key.slice(0, -1)}${pick([..."s_e1"], random)}"`),
  (text, random) => replaceOne(text, TEXT, random, () => JSON.stringify(pick(TEXTS, random))),
  (text, random) => replaceOne(text, TEXT, random, () => replaceable(text, TEXT, random)),
  (text, random) => replaceOne(text, PAIR, random, () => ""),
  (text, random) => replaceOne(text, PAIR, random, (pair) => `${pair.replace(/,$/, "")},${pair}`),
  (text, random) =>
    replaceOne(text, PAIR, random, (pair) => `${pair.replace(/[\d.]+/, "7").replace(/,$/, "")},${pair}`),
  (text, random) => replaceOne(text, PAIR, random, () => replaceable(text, PAIR, random)),
  (text, random) => replaceOne(text, LINE, random, () => ""),
  (text, random) => replaceOne(text, LINE, random, (line) => line + line),
  (text, random) => replaceOne(text, LINE, random, () => replaceable(text, LINE, random)),
  (text, random) => replaceOne(text, FIELD, random, () => pick([...NUMBERS, ...TEXTS], random)),
  (text, random) => replaceOne(text, /[,;]/g, random, () => pick([";", "\t", "", ",,", "."], random)),
  (text) => text.replace(/\n/g, "\r\n"),
];

function replaceable(text: string, pattern: RegExp, random: Random): string {
  const matches = text.match(pattern) ?? [""];
  return pick(matches, random);
}

/** A file with one to three mutations, by a seed. */
export function mutated(text: string, seed: number): string {
  const random = randomOf(seed);
  let changed = text;
  for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1) changed = pick(mutations, random)(changed, random);
  return changed;
}
