import type { StackPart } from "../../../../analysis/results/stack.js";
import { colour, type Token } from "../../output/theme.js";

/** How a part of the workers' time looks; idle parts have a dashed rim besides, as in pictures of schedules. */
export interface PartStyle {
  fill: string;
  /** Words on the fill. */
  on: string;
  /** Rim of parts in which nothing is done; `null` for the others. */
  rim: string | null;
}

const TOKENS: Readonly<Record<StackPart, string>> = {
  useful: "useful",
  extra: "extra",
  waiting: "waiting",
  blocked: "blocked",
  startUp: "start-up",
  dispatch: "dispatch",
  idleByRounds: "rounds",
  idleByImbalance: "imbalance",
  unexplained: "unexplained",
};

export function partStyle(part: StackPart): PartStyle {
  const token = `part-${TOKENS[part]}`;
  const isIdle = part === "idleByRounds" || part === "idleByImbalance";
  return {
    fill: colour(token as Token),
    on: colour(`${token}-on` as Token),
    rim: isIdle ? colour("idle") : null,
  };
}
