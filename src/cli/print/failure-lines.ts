import { type FailureGroup, failedExperiments, failureWords, groupWords } from "../../analysis/results/failed-cells.js";
import type { RunAnalysis } from "../../analysis/results/run-analysis.js";

/** Different errors that are printed; the page has all. */
const MOST = 5;
/** How programs say that they need a terminal, or somebody who types. */
const WANTS_TERMINAL =
  /ioctl|not a (?:tty|terminal)|ENOTTY|EOFError|EOF when reading|must be run (?:in|from) a terminal|TERM environment/i;

/** What a run that failed says first: what failed, how, and the lines around the error. */
export function failedLines({ experiments }: Pick<RunAnalysis, "experiments">): string[] {
  return failedExperiments(experiments).flatMap(({ headline, groups }) => {
    const [only, ...others] = groups;
    if (only === undefined) return [headline];
    const lines = groups.slice(0, MOST).map(groupWords);
    const said =
      others.length === 0
        ? [`${headline}: ${only.words}`, ...only.trace.map(indented)]
        : [`${headline}:`, ...lines.map((line) => `- ${line}`)];
    return [...said, ...hintsOf(groups)];
  });
}

/** What may explain an error that says little by itself. */
function hintsOf(groups: readonly FailureGroup[]): string[] {
  const isAny = (pattern: RegExp) => groups.some(({ words }) => pattern.test(words));
  return [
    ...(isAny(WANTS_TERMINAL) ? ["A measured program has no terminal and nothing on its standard input."] : []),
    ...(groups.length === 1 && isAny(/^exit code \d+$/) ? ["It printed nothing that says why."] : []),
  ];
}

/** The failures of a run in which others finished, a line for each error; planned faults are none. */
export function failureLines({ experiments }: Pick<RunAnalysis, "experiments">): string[] {
  return failureWords(experiments).map((words) => `Failed: ${words}`);
}

function indented(line: string): string {
  return `  ${line.trim()}`;
}
