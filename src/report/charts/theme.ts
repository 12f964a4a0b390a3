/**
 * Colours and type of all charts. Every colour is a custom property with its light value as fallback, so that one SVG
 * serves light, dark and print, and still has colours where it is opened outside the site. `site.css` sets the dark ones.
 */
export const TOKENS = {
  ink: "#1a1a1a",
  text: "#333333",
  soft: "#555555",
  grid: "#e6e6e6",
  axis: "#999999",
  ref: "#767676",
  zone: "#f1f1ed",
  paper: "#ffffff",
  startup: "#c9c9c4",
  idle: "#8a8a84",
  good: "#1651be",
  bad: "#a23c08",
  same: "#666666",
  sequential: "#7e7e7f",
  "event-loop": "#710150",
  "process-per-task": "#0f97dd",
  "process-pool": "#1651be",
  "thread-per-task": "#c88223",
  "thread-pool": "#a23c08",
  "other-1": "#0b7a75",
  "other-2": "#7a5cc4",
  "other-3": "#5f7d1f",
  "other-4": "#b5467f",
  "sequential-ink": "#5c5c5d",
  "event-loop-ink": "#710150",
  "process-per-task-ink": "#0a699b",
  "process-pool-ink": "#1651be",
  "thread-per-task-ink": "#8f5a10",
  "thread-pool-ink": "#a23c08",
  "other-1-ink": "#0b6b67",
  "other-2-ink": "#6a4bb8",
  "other-3-ink": "#4f6919",
  "other-4-ink": "#a23a70",
  "part-useful": "#0b6e5f",
  "part-useful-on": "#ffffff",
  "part-extra": "#4fb8a0",
  "part-extra-on": "#1a1a1a",
  "part-waiting": "#c4500e",
  "part-waiting-on": "#ffffff",
  "part-blocked": "#8a55ad",
  "part-blocked-on": "#ffffff",
  "part-start-up": "#f2bf4a",
  "part-start-up-on": "#1a1a1a",
  "part-dispatch": "#86bdf0",
  "part-dispatch-on": "#1a1a1a",
  "part-rounds": "#dcdcd6",
  "part-rounds-on": "#1a1a1a",
  "part-imbalance": "#f4f4f0",
  "part-imbalance-on": "#1a1a1a",
  "part-unexplained": "#2b2b2b",
  "part-unexplained-on": "#ffffff",
} as const;

export type Token = keyof typeof TOKENS;

/** `var(--c-ink,#1a1a1a)`: passes through Vega as any colour does. */
export function colour(token: Token): string {
  return `var(--c-${token},${TOKENS[token]})`;
}

export const FONT = 'Arial, "Liberation Sans", Helvetica, sans-serif';

/** Vega-Lite configuration of every chart. Limits of 0: text is never cut, the layout makes room instead. */
export const CONFIG = {
  aria: false,
  background: null,
  font: FONT,
  padding: { left: 2, right: 6, top: 4, bottom: 2 },
  autosize: { type: "pad", contains: "content" },
  axis: {
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 400,
    labelColor: colour("soft"),
    titleColor: colour("soft"),
    gridColor: colour("grid"),
    domainColor: colour("axis"),
    tickColor: colour("axis"),
    tickSize: 4,
    labelPadding: 5,
    titlePadding: 8,
    labelLimit: 0,
    titleLimit: 0,
    labelOverlap: false,
    labelFlush: false,
    labelBound: false,
  },
  axisY: { domain: false, ticks: false, title: null },
  axisX: { grid: false },
  view: { stroke: null },
  text: { fontSize: 12, fill: colour("text"), limit: 0 },
  legend: { disable: true },
  concat: { spacing: 28 },
} as const;
