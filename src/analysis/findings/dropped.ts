import { counted, list } from "../words.js";
import type { FindingRule } from "./finding-context.js";

/** Cells that were planned and then left out, with the recorded reason. */
export const dropped: FindingRule = ({ cells }) => {
  const missing = cells.filter(({ dropped }) => dropped !== undefined);
  if (missing.length === 0) return [];
  const text = `${counted(missing.length, "cell")} left out or cut short: ${list(
    missing.map(({ label, dropped }) => `${label} (${dropped})`),
  )}.`;
  return [{ text, weight: 35, evidence: { cells: missing.map(({ key }) => key) } }];
};
