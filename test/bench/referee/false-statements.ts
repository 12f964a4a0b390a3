/** What a page says although all its cells truly take the same time. */
import type { Advice, Change, ExperimentAnalysis, Finding } from "../../../.build/analysis/results/run-analysis.js";
import type { Scaling, Threshold } from "../../../.build/analysis/results/scaling.js";

/** Where a statement stands. `laws` are counted beside the others: their intervals belong to no family of decisions. */
export const KINDS = ["tables", "findings", "titles", "advice", "thresholds", "laws"] as const;

export interface FalseStatement {
  kind: (typeof KINDS)[number];
  text: string;
}

/** Words that decide a difference. */
const CLAIMS = [
  /\b(less|more|fewer) (time|tasks)\b|\b(shorter|longer) than\b/,
  /\d % (less|more|longer|shorter|faster|slower)\b/,
  /\b(faster|slower|quicker) than\b/,
  /\b(clearly|much) (less|more|longer|shorter|faster|slower|best)\b/,
  /\b(is|are) (clearly )?(faster|slower|best|fastest|slowest)\b/,
  /\d× as (fast|long|many)\b/,
];
/** Figures behind a sentence, which has decided or not. */
const EVIDENCE = /^(\d[\d.]*× as (fast|long)|\d+ % interval .*|\d[\d.]* % (less|more))$/;
/** Words that leave it open, or say that there is none. */
const HEDGES =
  /not enough evidence|not decided|undecided|not (clearly|shown)|was shown|cannot be told|no (cell|strategy|tested|count|worker|clear|other|difference)|none (is|was)|nor\b|no (clear )?(change|slow-down|gain)|same time|equal|could be|may be|less than half of what|is open|is shown to|no difference|nothing tested|none takes|whether|would decide|within \d/i;

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
  return CLAIMS.some((claim) => claim.test(clause)) && !HEDGES.test(clause) && !EVIDENCE.test(clause);
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
  const [, saturated = "1"] = /gain nothing beyond (\d+)/i.exec(clause) ?? [];
  return (
    Number(saturated) > 1 ||
    /still gain with|time still falls|starts to take longer|not 90 % efficient at any count/i.test(clause)
  );
}

/** A count, or the lowest of several that are left open, above the first; or a gain. */
function falseThresholds({ kind, label, thresholds }: Scaling): string[] {
  if (thresholds === null || kind === "weak") return [];
  const { efficientTo, worthItTo, saturatesAt } = thresholds;
  const { beyond, gainsTo } = saturatesAt;
  const isLate = ({ reached, workers, open }: Threshold) => reached && workers !== 1 && open[0] !== 1;
  return [
    ...(beyond === "rising" || beyond === "falling" ? [`${label}: ${beyond} beyond ${saturatesAt.workers}`] : []),
    ...(gainsTo === null ? [] : [`${label}: gains to ${gainsTo}`]),
    ...(isLate(saturatesAt) ? [`${label}: saturates at ${saturatesAt.workers}`] : []),
    ...(isLate(efficientTo) ? [`${label}: efficient to ${efficientTo.workers}`] : []),
    ...(isLate(worthItTo) ? [`${label}: worth adding up to ${worthItTo.workers}`] : []),
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

function falseAdvice(advice: Advice, { cells }: ExperimentAnalysis): string[] {
  const { text, tiedKeys, namedKeys, compared, key, strategy, workers, changePercent, isGainDecided } = advice;
  const outside = compared - tiedKeys.length;
  const rivals = cells.filter(({ factors }) => factors.workers === workers && factors.strategy !== "sequential");
  const oneOfSeveral = strategy !== "sequential" && rivals.some((rival) => !namedKeys.includes(rival.key));
  return [
    ...(outside > 0 ? [`calls ${outside} of ${compared} slower`] : []),
    ...(oneOfSeveral ? [`names one strategy: ${text}`] : []),
    ...(changePercent !== null && isGainDecided ? [`quotes ${changePercent.toFixed(1)} % for ${key}`] : []),
  ];
}

function changeText({ from, to, verdict, changePercent, q }: Change): string {
  const name = ({ strategy, workers }: Change["to"]) => `${strategy} ${workers}`;
  return `${name(to)} ${verdict} than ${name(from)}, ${changePercent?.toFixed(1)} %, q ${q?.toFixed(4)}`;
}
