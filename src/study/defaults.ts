import type { Study } from "./study.js";

/** How long a run may take where nobody says. */
export const USUAL_BUDGET_MS = 90_000;

/** How long a run may take that ends by itself once its intervals are narrow enough. */
export const PRECISION_BUDGET_MS = 600_000;

const USUAL_TIMEOUT_MS = 60_000;
/** Programs are whole jobs, where tasks are parts of one. */
const USUAL_COMMAND_TIMEOUT_MS = 600_000;

/** How long a trial of this study may take where nobody says. */
export function usualTimeoutMs({ experiments }: Study): number {
  const commands = experiments.some(({ command }) => command !== undefined);
  return commands ? USUAL_COMMAND_TIMEOUT_MS : USUAL_TIMEOUT_MS;
}
