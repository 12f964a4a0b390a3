/** What a page says although all its cells truly take the same time. */
import type { Advice, Change, ExperimentAnalysis, Finding } from "../../../.build/analysis/results/run-analysis.js";
import type { Scaling } from "../../../.build/analysis/results/scaling.js";

/** Where a statement stands. `laws` are counted beside the others: their intervals belong to no family of decisions. */
export const KINDS = ["tables", "findings", "titles", "advice", "thresholds", "laws"] as const;

export interface FalseStatement {
  kind: (typeof KINDS)[number];
  text: string;
}

/** Words that decide a difference. */
const CLAIMS = [
  /\b(less|more|fewer|shorter|longer) (time|tasks|than)\b/,
  /\d % (less|more|longer|shorter|faster|slower)\b/,
  /\b(faster|slower|quicker) than\b/,
  /\b(clearly|much) (less|more|longer|shorter|faster|slower|best)\b/,
  /\b(is|are) (clearly )?(faster|slower|best|fastest|slowest)\b/,
  /\d× as (fast|long|many)\b/,
];
/** Words that leave it open, or say that there is none. */
const HEDGES =
  /not enough evidence|not decided|undecided|not (clearly|shown)|was shown|cannot be told|no (cell|strategy|tested|count|worker|clear|other|difference)|none (is|was)|nor\b|no (clear )?(change|slow-down|gain)|same time|equal|could be|may be|less than half of what|whether|would tell|within \d/i;

/**
 * Every statement that is wrong where no cell differs from another. That more workers gain nothing is true, and so is that
 * cells are equal.
 */
export function falseStatements(analysis: ExperimentAnalysis, titles: readonly string[]): FalseStatement[] {
  const { changes, findings, scaling, advice, furtherAdvice } = analysis;
  const table = Object.values(changes).flat();
  const advices = [advice, ...furtherAdvice].flatMap((each) => each ?? []);
  const of = (kind: FalseStatement["kind"], texts: readonly string[]) => texts.map((text) => ({ kind, text }));
  return [
    ...of("tables", table.filter(isDecided).map(changeText)),
    ...findings.flatMap((finding) => of(kindOf(finding), falseSentences(finding))),
    ...of("titles", titles.filter(isFalseTitle)),
    ...of(
      "advice",
      advices.flatMap((each) => falseAdvice(each, analysis)),
    ),
    ...of("thresholds", scaling.flatMap(falseThresholds)),
    ...of("laws", scaling.flatMap(falseLaw)),
  ];
}

export function isDecided({ verdict }: Pick<Change, "verdict">): boolean {
  return verdict === "faster" || verdict === "slower";
}

/** The clauses of a text, without what stands in brackets: those belong to the words before them. */
export function clausesOf(text: string): string[] {
  const plain = text.replace(/\s*\([^()]*\)/g, "");
  return plain.split(/;\s+|(?<=[^.]\.)\s+(?=[A-Z0-9])/).map((clause) => clause.replace(/[.;]$/, ""));
}

export function isClaim(clause: string): boolean {
  return CLAIMS.some((claim) => claim.test(clause)) && !HEDGES.test(clause);
}

function kindOf({ id }: Finding): FalseStatement["kind"] {
  if (id === "scaling-law") return "laws";
  if (id === "best-cell" || id === "best-by-size") return "advice";
  return id === "thresholds" ? "thresholds" : "findings";
}

function falseSentences({ id, headline, text, change, evidence }: Finding): string[] {
  const decided = [...(evidence.changes ?? []), ...(change ? [change] : [])].filter(isDecided);
  const said = clausesOf(headline === "" || text.startsWith(headline) ? text : `${headline}. ${text}`);
  return [
    ...decided.map((each) => `${id}: ${changeText(each)}`),
    ...said.filter((clause) => isClaim(clause) || isFalseThreshold(clause)).map((clause) => `${id}: ${clause}`),
  ];
}

/** Level lines are at their end from their first count on, and none of them has a critical threshold. */
function isFalseThreshold(clause: string): boolean {
  if (HEDGES.test(clause)) return false;
  const [, saturated = "1"] = /saturates at (\d+) worker/i.exec(clause) ?? [];
  return (
    Number(saturated) > 1 ||
    /no saturation: |does not saturate|threshold lies between|% efficient with 1 worker already/i.test(clause)
  );
}

function falseThresholds({ kind, label, thresholds }: Scaling): string[] {
  if (thresholds === null || kind === "weak") return [];
  const { efficientTo, worthItTo, saturatesAt } = thresholds;
  const { workers, reached, beyond } = saturatesAt;
  return [
    ...(beyond === "rising" || beyond === "falling" ? [`${label}: ${beyond} beyond ${workers}`] : []),
    ...(reached && workers !== 1 ? [`${label}: saturates at ${workers}`] : []),
    ...(efficientTo.reached && efficientTo.workers !== 1 ? [`${label}: efficient to ${efficientTo.workers}`] : []),
    ...(worthItTo.reached && worthItTo.workers !== 1 ? [`${label}: worth it to ${worthItTo.workers}`] : []),
  ];
}

/** A law that grants a gain, or whose serial share has a trend: the whole of level lines is serial. */
function falseLaw({ label, models: { chosen, fits, karpFlattTrend } }: Scaling): string[] {
  const fit = fits.find(({ model }) => model === chosen);
  const [, high = 1] = fit?.parameters.alpha?.interval ?? [];
  return [
    ...(high < 0.9995 ? [`${label}: ${chosen}, at most ${(100 * high).toFixed(1)} % serial`] : []),
    ...(fit && (karpFlattTrend === "rising" || karpFlattTrend === "falling")
      ? [`${label}: Karp-Flatt ${karpFlattTrend}`]
      : []),
  ];
}

/** A speed-up above 1 without doubt is a claim too. */
function isFalseTitle(title: string): boolean {
  const [, speedUp = "1"] = /: (\d+\.\d+)× speed-up/.exec(title) ?? [];
  return (Number(speedUp) > 1 && !HEDGES.test(title)) || clausesOf(title).some(isClaim);
}

function falseAdvice(advice: Advice, { cells, changes }: ExperimentAnalysis): string[] {
  const { text, tiedKeys, compared, key, workers, changePercent, interval } = advice;
  const outside = compared - tiedKeys.length;
  const named = new Set(namedCells(advice, cells).map((cell) => cell.factors.strategy));
  const rivals = cells.filter(({ factors }) => factors.workers === workers && factors.strategy !== "sequential");
  const oneOfSeveral = !named.has("sequential") && rivals.some(({ factors }) => !named.has(factors.strategy));
  const gain = changes.againstBaseline.find(({ to }) => JSON.stringify(to) === JSON.stringify(advice.factors));
  const isQuoted = changePercent !== null && interval !== null && (interval[0] > 0 || interval[1] < 0);
  return [
    ...(outside > 0 ? [`calls ${outside} of ${compared} slower`] : []),
    ...(oneOfSeveral ? [`names one strategy: ${text}`] : []),
    ...(isQuoted && (gain === undefined || isDecided(gain)) ? [`quotes ${changePercent.toFixed(1)} % for ${key}`] : []),
  ];
}

/** The cells that an advice names: all kinds of its text (or any kind) among those tied at its number of workers. */
export function namedCells(
  { text, tiedKeys, key, workers }: Advice,
  cells: ExperimentAnalysis["cells"],
): ExperimentAnalysis["cells"] {
  const tied = cells.filter((cell) => tiedKeys.includes(cell.key) && cell.factors.workers === workers);
  const named = tied.filter(
    ({ factors: { strategy } }) =>
      text.toLowerCase().includes(strategy.replaceAll("-", " ")) ||
      (/\bany\b/i.test(text) && strategy !== "sequential"),
  );
  return named.length > 0 ? named : cells.filter((cell) => cell.key === key);
}

function changeText({ from, to, verdict, changePercent, q }: Change): string {
  const name = ({ strategy, workers }: Change["to"]) => `${strategy} ${workers}`;
  return `${name(to)} ${verdict} than ${name(from)}, ${changePercent?.toFixed(1)} %, q ${q?.toFixed(4)}`;
}
