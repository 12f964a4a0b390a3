import type { StoredRun } from "../../record/files/stored-run.js";

/** Names that would identify the recording person; run files are searched for them. */
export interface Secrets {
  hostName: string;
  userName: string | null;
  home: string;
}

/** One kind of data that a published site shows, with its values in these runs. */
export interface Shown {
  what: string;
  values: string[];
}

/** Most values of a kind that are listed. */
const NAMED = 4;

/** Data that becomes public with the site of these runs: all that stands in a run file, kind by kind. */
export function whatIsShown(runs: readonly StoredRun[]): Shown[] {
  const all = runs.map(({ run }) => run);
  const trials = all.flatMap(({ experiments }) => experiments.flatMap(({ cells }) => cells.flatMap((c) => c.trials)));
  const kinds: [what: string, values: (string | null | undefined)[]][] = [
    ["studies", all.map(({ study }) => study)],
    ["labels of runs", all.map(({ label }) => label)],
    ["what was expected of runs", all.map(({ hypothesis }) => hypothesis)],
    ["names of machines", all.map(({ machine }) => machine.name)],
    ["their random ids", all.map(({ machine }) => machine.id)],
    ["processors", all.map(({ machine }) => machine.cpuModel)],
    ["systems", all.map(({ machine }) => [machine.platform, machine.osRelease].filter(Boolean).join(" "))],
    ["days of recording", all.map(({ startedAt }) => startedAt.slice(0, 10))],
    ["commands", all.map(({ command }) => command)],
    [
      "files that were measured",
      all.flatMap(({ experiments }) => experiments.flatMap(({ program }) => program?.files.map(({ path }) => path))),
    ],
    ["environment of what was measured", all.flatMap(({ software }) => variables(software.environment))],
    ["commits of the measured project", all.map(({ commit }) => commit?.hash.slice(0, 12))],
    ["files that were imported", all.map(({ origin }) => origin?.file)],
    [
      "words of trials, and of why they failed",
      trials.flatMap(({ detail, notes = {} }) => [detail, ...Object.values(notes)]),
    ],
  ];
  return kinds.flatMap(([what, values]) => {
    const known = [...new Set(values.filter((value): value is string => typeof value === "string" && value !== ""))];
    return known.length === 0 ? [] : [{ what, values: known }];
  });
}

/** "names of machines: host, vm and 3 more". */
export function shownLine({ what, values }: Shown): string {
  const named = values.slice(0, NAMED).map((value) => (value.length > 80 ? `${value.slice(0, 77)}...` : value));
  const more = values.length > NAMED ? ` and ${values.length - NAMED} more` : "";
  return `${what}: ${named.join("; ")}${more}`;
}

/** Secrets that stand in run files. Run files leave them out unless a name or an argument has them. */
export function leaks(
  runs: readonly StoredRun[],
  { hostName, userName, home }: Secrets,
): { what: string; files: string[] }[] {
  const looked: [string, (text: string) => boolean][] = [
    ["the name of this host", (text) => hostName.length > 2 && word(hostName).test(text)],
    ["the name of this user in a path", (text) => userName !== null && text.includes(`/${userName}/`)],
    ["the path of your home folder", (text) => home.length > 1 && text.includes(home)],
  ];
  return looked.flatMap(([what, isIn]) => {
    const files = runs.filter(({ run }) => isIn(JSON.stringify(run))).map(({ path }) => path);
    return files.length === 0 ? [] : [{ what, files }];
  });
}

function variables(environment: Record<string, string> = {}): string[] {
  return Object.entries(environment).map(([name, value]) => `${name}=${value}`);
}

function word(text: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9])${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![A-Za-z0-9])`, "i");
}
