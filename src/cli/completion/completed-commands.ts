import { group } from "d3-array";
import { type Command, type KnownWords, nameOf } from "../command.js";

/** What a shell offers in a place. */
export interface Offer {
  words: readonly string[];
  /** Ids of the runs in the folder of runs. */
  runs: boolean;
  files: boolean;
  folders: boolean;
  /** Whether several may stand in it, with commas between. */
  isList: boolean;
}

export interface CompletedOption {
  /** With its dashes. */
  name: string;
  description: string;
  /** What is offered as its value; `null`: it takes none. */
  value: Offer | null;
}

export interface CompletedCommand {
  name: string;
  summary: string;
  options: readonly CompletedOption[];
  /** What is offered as its arguments. */
  value: Offer;
}

/** The commands as shells need them, from the definitions that `--help` shows. */
export function completedCommands(commands: readonly Command[]): Promise<CompletedCommand[]> {
  return Promise.all(
    commands.map(async ({ name, summary, args, options, words }) => ({
      name,
      summary,
      options: await Promise.all(
        options.map(async ({ flag, description, words: known }) => {
          const [kind] = kindsIn(flag);
          const value = kind === undefined ? null : offerOf([kind], await loaded(known));
          return { name: `--${nameOf(flag)}`, description, value };
        }),
      ),
      value: offerOf(kindsIn(args), await loaded(words)),
    })),
  );
}

/** What stands in angles or brackets: `run` of `<run>` and `[run ...]`. */
function kindsIn(text: string): string[] {
  return [...text.matchAll(/[<[]([^\]>]+?)(?: \.\.\.)?[\]>]/g)].map(([, kind = ""]) => kind);
}

async function loaded(words: KnownWords = []): Promise<readonly string[]> {
  return typeof words === "function" ? words() : words;
}

/** An offer for values of these kinds; `set|show|clear` names its words itself. */
function offerOf(kinds: readonly string[], words: readonly string[]): Offer {
  const has = (...names: string[]) => kinds.some((kind) => names.includes(kind));
  return {
    words: [...kinds.filter((kind) => kind.includes("|")).flatMap((kind) => kind.split("|")), ...words],
    runs: has("run", "runs"),
    files: has("file", "path", "paths", "csv"),
    folders: has("dir", "folder"),
    isList: has("list", "runs", "what"),
  };
}

/** Places with the same offer, as patterns of "command --option"; `* --option` where every command has it so. */
export function optionOffers(commands: readonly CompletedCommand[]): [offer: Offer, patterns: string[]][] {
  const all = commands.flatMap(({ name, options }) => options.map((option) => ({ command: name, ...option })));
  const isCommon = (one: CompletedOption) =>
    all.every(({ name, value }) => name !== one.name || JSON.stringify(value) === JSON.stringify(one.value));
  const places = all.flatMap((one) =>
    one.value === null ? [] : [{ offer: one.value, pattern: `${isCommon(one) ? "*" : one.command} ${one.name}` }],
  );
  return grouped(places);
}

/** Commands whose arguments have the same offer; those that take none are left out. */
export function argumentOffers(commands: readonly CompletedCommand[]): [offer: Offer, names: string[]][] {
  const offering = commands.filter(({ value }) => value.words.length > 0 || value.runs || value.files || value.folders);
  return grouped(offering.map(({ name, value }) => ({ offer: value, pattern: name })));
}

function grouped(places: readonly { offer: Offer; pattern: string }[]): [Offer, string[]][] {
  return [...group(places, ({ offer }) => JSON.stringify(offer)).values()].map((same) => [
    (same[0] as { offer: Offer }).offer,
    [...new Set(same.map(({ pattern }) => pattern))],
  ]);
}
